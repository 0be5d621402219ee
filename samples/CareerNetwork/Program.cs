using CareerNetwork;

var options = NetworkOptions.Read(args, out var problem);
if (options is null)
{
    Console.Error.WriteLine($"career-network: {problem}");
    Console.Error.WriteLine(NetworkOptions.Usage);
    return 2;
}
await using var app = Network.Build(options);
await app.StartAsync();
Console.Out.WriteLine($"listening on {Network.AddressOf(app)}");
await Console.Out.FlushAsync();
if (options.EndsWithInput)
{
    // Whoever started this holds its input: when they are gone, so is it.
    _ = Task.Run(() =>
    {
        while (Console.In.Read() >= 0)
        {
        }
        app.Lifetime.StopApplication();
    });
}
await app.WaitForShutdownAsync();
return 0;
