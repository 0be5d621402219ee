using System.IO.Compression;
using System.Text;
using Headgate.Evidence;
using Headgate.Gate;
using Headgate.Ledger;
using Headgate.Manifest;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Writes an evidence pack: what the ledger says of policies, pauses, data sets, permits, models and what authorities raised, each with its proof (docs/evidence-format.md). It implies no approval by anybody.</summary>
public sealed class EvidencePack
{
    private readonly Session session;
    private readonly EvidenceRequest request;
    private readonly string folder;
    private readonly CancellationToken cancellation;
    private readonly List<OutputFile> outputs = [];
    private readonly SortedDictionary<(long Size, string Root), HistoryLine> history = [];
    private readonly Moment moment;
    private readonly Checkpoint ledger;
    private readonly TileTree tree;

    private EvidencePack(Session session, EvidenceRequest request, string folder, CancellationToken cancellation)
    {
        (this.session, this.request, this.folder, this.cancellation) = (session, request, folder, cancellation);
        moment = session.MomentOf(null, null);
        (ledger, tree) = (session.Store.Checkpoint(moment.AsOf), session.Store.Tree(moment.AsOf));
    }

    /// <summary>Writes a pack aside and moves it into place as the last step.</summary>
    /// <param name="place">A folder that is not there, or empty.</param>
    /// <exception cref="BadInputException">The place is taken, or the region is none.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; nothing was written.</exception>
    public static EvidenceOutcome Write(Session session, EvidenceRequest request, string place, CancellationToken cancellation)
    {
        using var aside = new AsideFolder(place);
        var outcome = new EvidencePack(session, request, aside.Path, cancellation).Write();
        using var claim = aside.Claim();
        aside.MoveIntoPlace();
        return outcome with { Out = place };
    }

    /// <summary>Writes a pack as a zip file, below a folder of its own name.</summary>
    /// <param name="file">Must not be there.</param>
    /// <exception cref="BadInputException">The region is none.</exception>
    public static EvidenceOutcome WriteZip(Session session, EvidenceRequest request, string file, CancellationToken cancellation)
    {
        using var temp = new TempFolder();
        var inner = Path.Combine(temp.Path, "evidence");
        Directory.CreateDirectory(inner);
        var outcome = new EvidencePack(session, request, inner, cancellation).Write();
        ZipFile.CreateFromDirectory(inner, file, CompressionLevel.Fastest, includeBaseDirectory: true);
        return outcome with { Out = file };
    }

    private EvidenceOutcome Write()
    {
        var everything = session.Store.Acts(moment.AsOf);
        var scope = Scope(everything);
        var acts = scope?.Within(everything) ?? everything;
        var account = new EvidenceAccount(acts, moment.At);
        var kept = acts.Select(act => act.Position).ToHashSet();
        LeftOutAct[] leftOut = [.. everything.Where(act => !kept.Contains(act.Position)).Select(act => new LeftOutAct(act.Position, StatementBody.EntryKind(act.Statement)))];

        WriteLines(EvidenceLayout.Acts, acts.Select(act => Proven(act).ToLine()));
        foreach (var act in account.Policies) WriteText(EvidenceLayout.PolicyOf(act.Position), ((PolicyPublished)act.Statement).Text);
        var papers = new SealedPapers(session, Follow, WriteBytes);
        papers.Write(account);
        Remember(ledger);
        Cosigned();
        var stated = StatedBeside.Of(session, account, scope, moment, request.WithPersonal, cancellation);
        var people = request.WithPersonal ? WritePeople(scope) : 0;

        WriteBytes(EvidenceLayout.Account, account.ToBytes());
        WriteBytes(EvidenceLayout.Stated, stated.ToBytes());
        WriteText(EvidenceLayout.Checkpoint, ledger.Sign(session.Store.Signer).ToString());
        WriteText(EvidenceLayout.LedgerKeys, string.Concat(session.Store.Keys.Select(key => $"{key}\n")));
        WriteLines(EvidenceLayout.History, history.Values.Select(line => line.ToLine()));
        WriteText(EvidenceLayout.Readme, EvidenceTexts.Readme(session.Store.Key, request.WithPersonal));
        var contents = new EvidenceContents(ledger, moment.At, scope, account, papers.Gates, papers.Models, papers.NotFound, stated, leftOut, session.Store.Keys, people);
        WriteText(EvidenceLayout.Page, EvidencePage.Html(contents));

        var manifest = new EvidenceManifest
        {
            Ledger = ledger,
            At = moment.At,
            Scope = scope,
            Personal = request.WithPersonal,
            LeftOut = leftOut,
            NotFound = [.. papers.NotFound.Keys],
            Outputs = outputs,
            Engine = new("headgate", Gating.Version),
        };
        File.WriteAllBytes(Path.Combine(folder, EvidenceLayout.Manifest), manifest.Sign(session.Store.Signer).ToBytes());
        return new(folder, moment.AsOf, acts.Count, leftOut.Length, [.. papers.NotFound.Values], people, account.Figures());
    }

    private EvidenceScope? Scope(IReadOnlyList<Recorded> acts) =>
        request.Region is not { } word ? null
        : SuspensionActs.Codes([word], Terms.PolicyInForce(acts, moment.At)) is { } codes ? new(word, codes)
        : throw new BadInputException($"`{SuspensionActs.Everywhere}` is no region to limit a pack to", "leave `--region` out");

    private ProvenStatement Proven(Recorded act)
    {
        cancellation.ThrowIfCancellationRequested();
        var entry = session.Store.Entries(act.Position, act.Position + 1).First();
        ReadOnlyMemory<byte> body = StatementBody.Write(act.Statement, act.EffectiveAt);
        // A body may hold members that are not read here.
        if (Digest.Of(body.Span) != entry.Digest) body = session.Store.ReceiptFor(act.Position)!.Body;
        return new(act.Position, entry, body, ReadOnlyMemory<byte>.Empty, tree.Inclusion(act.Position));
    }

    private long WritePeople(EvidenceScope? scope)
    {
        var count = 0L;
        WriteLines(EvidenceLayout.Personal, People(scope).Order().Select(position =>
        {
            cancellation.ThrowIfCancellationRequested();
            var receipt = session.Store.ReceiptFor(position) ?? throw new RefusedException("somebody was erased while the pack was being written", "write it again");
            count++;
            return new ProvenStatement(position, receipt.Entry, receipt.Body, receipt.Salt, tree.Inclusion(position)).ToLine();
        }));
        return count;
    }

    /// <summary>The positions of what is stated of people, of those of a region where there is one.</summary>
    private IEnumerable<long> People(EvidenceScope? scope) => session.Store.BySubject(moment.AsOf)
        .Where(person => scope is null || StatedBeside.IsOf(scope, StandingFold.At(person.Statements, moment.At)))
        .SelectMany(person => person.Statements.Select(said => said.Position));

    /// <summary>Remembers that the log once had a size and root, with the proof that it goes on from there.</summary>
    /// <returns>False where it does not.</returns>
    private bool Follow(Checkpoint earlier)
    {
        if (earlier.Origin != ledger.Origin || earlier.Size > ledger.Size) return false;
        var line = new HistoryLine(earlier.Size, earlier.Root, earlier.Size == 0 || earlier.Size == ledger.Size ? [] : tree.Consistency(earlier.Size));
        if (!line.Leads(ledger)) return false;
        history[(line.Size, line.Root.ToHex())] = line;
        return true;
    }

    private void Remember(Checkpoint checkpoint) => Follow(checkpoint);

    /// <summary>Checkpoints with the signatures of witnesses.</summary>
    private void Cosigned()
    {
        var cosigned = Path.Combine(session.Folder, "cosigned");
        if (!Directory.Exists(cosigned)) return;
        foreach (var file in Directory.EnumerateFiles(cosigned).Where(file => Path.GetExtension(file).Length == 0).Order(StringComparer.Ordinal))
        {
            var note = File.ReadAllBytes(file);
            if (session.Store.Keys.Select(one => Checkpoint.TryOpen(note, one.Key, out var checkpoint) ? checkpoint : null).FirstOrDefault(found => found is not null) is { } signed && Follow(signed))
                WriteBytes(EvidenceLayout.Cosigned + Path.GetFileName(file), note);
        }
    }

    private void WriteText(string path, string text) => WriteBytes(path, Encoding.UTF8.GetBytes(text));

    private void WriteBytes(string path, byte[] bytes)
    {
        using (var stream = Create(path)) stream.Write(bytes);
        outputs.Add(new(path, Digest.Of(bytes), bytes.Length, null));
    }

    private void WriteLines(string path, IEnumerable<byte[]> lines)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var stream = Create(path);
        foreach (var line in lines)
        {
            byte[] whole = [.. line, (byte)'\n'];
            stream.Write(whole);
            hash.AppendData(whole);
        }
        outputs.Add(new(path, Digest.From(hash.GetHashAndReset()), stream.Length, null));
    }

    private FileStream Create(string path)
    {
        var place = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        return new(place, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
    }
}
