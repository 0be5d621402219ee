namespace Headgate.Engine;

/// <summary>Where data sets and models were put, by the digest of their manifest: a note beside the log, which names things and not where they lie.</summary>
internal static class Places
{
    private const string Name = "places";

    public static void Note(Session session, string digest, string folder)
    {
        Directory.CreateDirectory(Path.Combine(session.Folder, Name));
        File.WriteAllText(PathOf(session, digest), Path.GetFullPath(folder));
    }

    /// <returns>Null where nobody noted it, or nothing is there any more.</returns>
    public static string? Find(Session session, string digest) =>
        digest.All(char.IsAsciiHexDigit) && File.Exists(PathOf(session, digest)) && File.ReadAllText(PathOf(session, digest)) is var folder && Directory.Exists(folder) ? folder : null;

    private static string PathOf(Session session, string digest) => Path.Combine(session.Folder, Name, digest);
}
