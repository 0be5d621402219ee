using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Server;

/// <summary>Gives and renews permits one after another: deciding a data set again takes the machine.</summary>
/// <param name="work">Does a gate job, in a process of its own.</param>
internal sealed class PermitDesk(Session session, ServerSettings settings, Func<string, Action<GateProgress>, CancellationToken, GateResult> work) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    /// <param name="name">The folder's name: nothing that leads elsewhere.</param>
    public Task<PermitState> RequestAsync(string name, string run, CancellationToken cancellation) => TakeTurn(acts => acts.Request(Place(name), run, cancellation: cancellation), cancellation);

    public Task<PermitState> RenewAsync(long id, CancellationToken cancellation) => TakeTurn(acts => acts.Renew(id, cancellation), cancellation);

    public Task<PermitState> CloseAsync(long id, CancellationToken cancellation) => TakeTurn(acts => acts.Close(id), cancellation);

    public void Dispose() => turn.Dispose();

    private string Place(string name)
    {
        if (settings.DataSets is not { } root) throw new BadInputException("this server was told of no data sets", "start it with `--data-sets DIR`");
        if (name.Length is 0 or > 200 || name[0] == '.' || name.Any(letter => char.IsControl(letter) || letter is '/' or '\\' or ':'))
            throw new BadInputException("`data_set` is no name of a data set", "give the name of its folder, without a path");
        return Path.Combine(root, name);
    }

    private async Task<PermitState> TakeTurn(Func<PermitActs, PermitState> act, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return await Task.Run(
                () =>
                {
                    using var temp = new TempFolder();
                    return act(new(session, new Bounds(MemorySize.Megabytes(4096), Math.Max(2, Environment.ProcessorCount), temp.Path), work));
                },
                cancellation);
        }
        finally
        {
            turn.Release();
        }
    }
}
