using Headgate.Verify;

const int UnexpectedFault = 1;

try
{
    return VerifyCommand.Run(args, Console.Out, Console.Error);
}
catch (Exception fault) when (fault.GetBaseException() is DllNotFoundException)
{
    Console.Error.WriteLine("headgate-verify: libsodium must lie beside this program, as it was published");
    return UnexpectedFault;
}
catch (Exception fault)
{
    Console.Error.WriteLine($"headgate-verify: unexpected fault: {fault}");
    return UnexpectedFault;
}
