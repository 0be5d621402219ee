using System.Diagnostics;
using Headgate.Suggest;
using Headgate.Suggest.Model;
using Headgate.Suggest.Text;

namespace Headgate.Benchmarks.Suggest;

/// <summary>How fast a model is trained, asked, and made to forget, on as many words as are asked for.</summary>
/// <remarks>
/// There is no real text of a hundred million words at hand. It is drawn: word after word from a model of three words that was trained on the real messages without any k-rule,
/// by as many people as are asked for (how much each writes falls with their rank); and where that model would say a word it does not know, a word is invented, half of the time one of the same person's.
/// So it has the vocabulary growth, the long tail and the repetition of the real one, but no long-range sense, which counts for nothing here.
/// </remarks>
internal static class SpeedBenchmark
{
    public static int Run(Options options)
    {
        var (words, people, threads) = (options.Number("words", 10_000_000), options.Number("people", 19_000), options.Number("threads", 2));
        var work = options.Text("work", Path.Combine(Path.GetTempPath(), "headgate-bench-suggest"));
        var text = Path.Combine(work, $"talk-{words}.tsv");
        Directory.CreateDirectory(work);
        if (!File.Exists(text)) Draw(options.Text("data", "../shared/data"), text, words, people, options.Number("seed", 2026));
        if (options.Text("only", "") == "draw") return 0;
        var model = Path.Combine(work, "model");
        if (Directory.Exists(model)) Directory.Delete(model, recursive: true);
        if (Directory.Exists($"{model}.work")) Directory.Delete($"{model}.work", recursive: true);
        Directory.CreateDirectory(model);
        var floor = Time(() => Records(text).Sum(record => (long)record.Text.Length), out var length);
        var doing = "";
        var clock = Stopwatch.StartNew();
        var names = new KnownNames(RealTalk.Collections.SelectMany(collection => RealTalk.Read(options.Text("data", "../shared/data"), collection)).SelectMany(record => record.Others.Append(record.Author)).Distinct());
        clock.Restart();
        var training = Time(() => PhraseTraining.Train(Records(text), names, new() { Threads = threads }, model, $"{model}.work", progress =>
        {
            if (progress.Doing == doing) return;
            doing = progress.Doing;
            QualityBenchmark.Say($"  {clock.Elapsed.TotalSeconds:0.0} s: {doing}");
        }, CancellationToken.None), out var counts);
        QualityBenchmark.Say($"{counts.Words} tokens, {length} characters, {counts.Authors} people: reading the file alone {floor:0.0} s, trained in {training:0.0} s: {counts.Words / training / 1e6:0.00} M tokens/s, {words / training / 1e6:0.00} M words/s; {Usage.Now().PeakBytes >> 20} MB at most");
        QualityBenchmark.Say($"wordings {string.Join(" ", counts.Wordings)}; {new FileInfo(ModelLayout.Phrases(model)).Length / (double)counts.Wordings.Sum():0.0} bytes each; protected part {new DirectoryInfo(ModelLayout.People(model)).EnumerateFiles().Sum(file => file.Length) >> 20} MB");
        Ask(model, text);
        var less = Path.Combine(work, "less");
        if (Directory.Exists(less)) Directory.Delete(less, recursive: true);
        Directory.CreateDirectory(less);
        var rewrite = Time(() => Rewrite(model, Path.Combine(work, "copy")), out var bytes);
        var forgetting = Time(() => Forgetting.Forget(model, new HashSet<string> { "person17" }, less, threads, CancellationToken.None), out var forgotten);
        QualityBenchmark.Say($"forgot one person with {forgotten.Records} records in {forgetting:0.00} s: {100 * forgetting / training:0.0} % of training; copying the model's {bytes >> 20} MB, file by file and to the disk, takes {rewrite:0.00} s");
        return 0;
    }

    /// <summary>The floor of forgetting: every byte of the model read once, and written once.</summary>
    private static long Rewrite(string model, string to)
    {
        Directory.CreateDirectory(to);
        var bytes = 0L;
        foreach (var file in Directory.EnumerateFiles(model, "*", SearchOption.AllDirectories))
        {
            using (var source = File.OpenRead(file))
            using (var target = File.Create(Path.Combine(to, Path.GetFileName(file))))
            {
                source.CopyTo(target, 1 << 17);
                target.Flush(flushToDisk: true);
                bytes += target.Length;
            }
        }
        Directory.Delete(to, recursive: true);
        return bytes;
    }

    private static void Ask(string folder, string text)
    {
        using var model = PhraseModel.Open(folder);
        var times = new List<double>();
        foreach (var record in Records(text).Where((_, i) => i % 97 == 0).Take(1000))
            for (var end = 0; end < record.Text.Length; end += 7)
            {
                var began = Stopwatch.GetTimestamp();
                Suggesting.Suggest(model, record.Text[..end]);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        times.Sort();
        QualityBenchmark.Say($"{times.Count} suggestions: median {times[times.Count / 2]:0.00} ms, p99 {times[times.Count * 99 / 100]:0.00} ms, most {times[^1]:0.0} ms");
    }

    private static IEnumerable<TrainingRecord> Records(string text)
    {
        foreach (var line in File.ReadLines(text))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            yield return new(line[..tab], [], null, line[(tab + 1)..]);
        }
    }

    private static double Time<T>(Func<T> work, out T result)
    {
        var clock = Stopwatch.StartNew();
        result = work();
        return clock.Elapsed.TotalSeconds;
    }

    private static void Draw(string data, string path, int words, int people, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("headgate-bench-").FullName;
        var real = RealTalk.Collections.SelectMany(collection => RealTalk.Read(data, collection)).ToList();
        PhraseTraining.Train(real, KnownNames.None, new() { People = 1, Order = 3 }, folder, $"{folder}.work", _ => { }, CancellationToken.None);
        using (var model = PhraseModel.Open(folder))
        using (var file = new StreamWriter(path))
        {
            var random = new Random(seed);
            var draw = new TalkDrawing(model, random);
            for (var written = 0; written < words;)
            {
                // A person's share falls with their rank.
                var person = (int)(people * Math.Pow(random.NextDouble(), 3));
                var (line, count) = draw.Message(person);
                file.Write($"person{person}\t{line}\n");
                written += count;
            }
        }
        Directory.Delete(folder, recursive: true);
    }
}
