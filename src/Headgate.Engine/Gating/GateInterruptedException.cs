namespace Headgate.Engine;

/// <summary>A run of many files that was interrupted when some of them were finished: the next one at the same place takes them over.</summary>
public sealed class GateInterruptedException(int finished)
    : OperationCanceledException($"interrupted: no data set was written; {finished} finished {(finished == 1 ? "file is" : "files are")} kept for the next run with the same `--out`")
{
}
