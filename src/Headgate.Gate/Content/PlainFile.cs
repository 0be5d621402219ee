namespace Headgate.Gate;

/// <summary>Gives text files as they are without compression.</summary>
public static class PlainFile
{
    /// <returns>The path of the file itself, or of a decompressed copy in the temporary folder.</returns>
    /// <exception cref="BadInputException">The file is empty, cut short, or holds a NUL byte.</exception>
    public static string Of(ContentFile file, Bounds bounds, CancellationToken cancellation) => ScannedFile.Read(file, bounds.Temp, 0, cancellation).Plain;
}
