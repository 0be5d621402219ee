using System.Diagnostics;
using System.Globalization;
using Headgate.Gate;

namespace Headgate.Cli;

/// <summary>One line on standard error that is written over: what is being done, how much, how fast, and how long it will still take.</summary>
internal sealed class ProgressLine : IDisposable
{
    private readonly Lock drawing = new();
    private readonly Timer timer;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private GateProgress shown = new("starting", null, 0);
    private int width;

    public ProgressLine() => timer = new Timer(_ => Draw(), null, 250, 250);

    public void Show(GateProgress progress)
    {
        lock (drawing)
        {
            if (progress.Doing != shown.Doing) clock.Restart();
            shown = progress;
        }
        Draw();
    }

    public void Dispose()
    {
        timer.Dispose();
        lock (drawing) Console.Error.Write($"\r{new string(' ', width)}\r");
    }

    private void Draw()
    {
        lock (drawing)
        {
            var line = Fit(Words(shown, clock.Elapsed));
            Console.Error.Write($"\r{line.PadRight(width)}");
            width = line.Length;
        }
    }

    /// <summary>A line that the terminal would break could not be written over.</summary>
    private static string Fit(string line)
    {
        var room = Console.BufferWidth - 1;
        return room <= 0 || line.Length <= room ? line : line[..room];
    }

    private static string Words(GateProgress progress, TimeSpan elapsed)
    {
        var line = progress.Doing;
        if (progress.Records > 0) line += string.Create(CultureInfo.InvariantCulture, $" · {progress.Records:N0} records");
        if (progress.Fraction is not ({ } fraction and > 0.01)) return string.Create(CultureInfo.InvariantCulture, $"{line} · {elapsed.TotalSeconds:0} s");
        var left = elapsed * ((1 - fraction) / fraction);
        var bar = (int)Math.Round(fraction * 24);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{line} [{new string('#', bar)}{new string('.', 24 - bar)}] {fraction:P0} · {progress.Records * fraction / Math.Max(elapsed.TotalSeconds, 0.001):N0} records/s · {left.TotalSeconds:0} s left");
    }
}
