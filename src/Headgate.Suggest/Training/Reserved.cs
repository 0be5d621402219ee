namespace Headgate.Suggest.Training;

/// <summary>The words that stand for no word. They begin with a control character, which no word does, and so have the lowest numbers in every model.</summary>
internal static class Reserved
{
    public const int Cut = -1;
    public const int Pause = 0;
    public const int Begin = 1;
    public const int End = 2;
    public const int Count = 3;

    public static readonly string[] Words = ["\u0002,", "\u0002<", "\u0002>"];
}
