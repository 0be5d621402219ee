namespace CareerNetwork;

/// <summary>Tells Headgate who the members are and that they were told, again and again until it has heard; then what some of the invented ones chose.</summary>
public sealed class Greeting(IServiceProvider services, NetworkStore store, TimeProvider clock) : BackgroundService
{
    public const string Notice = "gen-ai-2025";

    private static readonly TimeSpan Told = TimeSpan.FromDays(60);
    private static readonly (string Person, string Purpose, string Choice)[] Chosen =
    [
        ("m-tamsin", HeadgateApi.Train, "objected"), ("m-wiebke", HeadgateApi.Train, "objected"),
        ("m-orla", HeadgateApi.Assist, "consented"), ("m-callum", HeadgateApi.Assist, "consented"), ("m-eliana", HeadgateApi.Assist, "consented"),
    ];

    /// <summary>Whether Headgate has heard.</summary>
    public bool IsHeard { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var headgate = services.GetRequiredService<HeadgateApi>();
            // Said once: a repetition is answered as the first time, and what somebody chose since is not touched.
            if (await headgate.DescribeAsync(store.People, stoppingToken)
                && await headgate.ServedAsync(Notice, store.People, store.Began - Told, stoppingToken)
                && await ChooseAsync(headgate, stoppingToken))
            {
                IsHeard = true;
                return;
            }
            await Task.Delay(TimeSpan.FromSeconds(2), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<bool> ChooseAsync(HeadgateApi headgate, CancellationToken cancellation)
    {
        foreach (var (person, purpose, choice) in Chosen)
        {
            if (await headgate.ChoicesAsync(person, cancellation) is not { } known) return false;
            if (known.Of(purpose).Choice == "unset" && known.ByPurpose.Count == 0 && await headgate.ChooseAsync(person, purpose, choice, cancellation) is null) return false;
        }
        return true;
    }
}
