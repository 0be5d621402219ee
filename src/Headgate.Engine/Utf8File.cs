using System.Text;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Reads a text that somebody wrote, within bounds, and says where it is none.</summary>
internal static class Utf8File
{
    /// <summary>The bytes of a file, and of a longer one enough to see that it is.</summary>
    /// <exception cref="BadInputException">It cannot be read.</exception>
    public static byte[] Bytes(string path, int most, string help)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var bytes = new MemoryStream();
            var block = new byte[1 << 16];
            while (bytes.Length <= most && file.Read(block) is var read and > 0) bytes.Write(block, 0, read);
            return bytes.ToArray();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`{path}` cannot be read: {error.Message.TrimEnd('.')}", help);
        }
    }

    /// <summary>The text, or why it is none and where.</summary>
    /// <param name="help">What to do about one that is too long.</param>
    public static (string Text, PolicyProblem? Problem) Text(byte[] bytes, int most, string help)
    {
        if (bytes.Length > most) return ("", new(1, 1, $"the file has more than {most >> 20} MiB", help));
        try
        {
            return (new UTF8Encoding(false, true).GetString(bytes), null);
        }
        catch (DecoderFallbackException error)
        {
            var before = bytes.AsSpan(0, Math.Clamp(error.Index, 0, bytes.Length));
            var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
            return ("", new(before.Count((byte)'\n') + 1, column, "the file is not UTF-8", "save it as UTF-8"));
        }
    }
}
