using Microsoft.Playwright;

namespace Headgate.EndToEnd.Browser;

/// <summary>What a page and everything that it loads take on the wire, heads included, as somebody sees it for the first time.</summary>
internal sealed class WireCount
{
    private readonly Lock counting = new();
    private readonly List<string> asked = [];
    private double bytes;

    private WireCount()
    {
    }

    /// <summary>Every address that was asked.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (counting) return [.. asked];
        }
    }

    public static async Task<WireCount> OfAsync(IPage page)
    {
        var count = new WireCount();
        page.Request += (_, request) =>
        {
            lock (count.counting) count.asked.Add(request.Url);
        };
        var session = await page.Context.NewCDPSessionAsync(page);
        session.Event("Network.loadingFinished").OnEvent += (_, said) => count.Add(said?.GetProperty("encodedDataLength").GetDouble() ?? 0);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.setCacheDisabled", new Dictionary<string, object> { ["cacheDisabled"] = true });
        return count;
    }

    /// <summary>Goes to a page and counts what it took.</summary>
    public async Task<double> GoToAsync(IPage page, string address)
    {
        lock (counting) bytes = 0;
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
        lock (counting) return bytes;
    }

    private void Add(double some)
    {
        lock (counting) bytes += some;
    }
}
