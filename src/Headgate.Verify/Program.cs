using Headgate.Verify;

return VerifyCommand.Run(args, Console.Out, Console.Error);
