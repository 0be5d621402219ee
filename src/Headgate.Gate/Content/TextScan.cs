using System.Text.Unicode;

namespace Headgate.Gate;

/// <summary>Looks through a text, block by block, for what no text of records holds: a NUL byte, bytes that are not UTF-8, a line without end.</summary>
internal sealed class TextScan(string path)
{
    private readonly byte[] rest = new byte[4];
    private int restLength;
    private long line = 1;
    private long lineLength;

    /// <exception cref="BadInputException">It is no text.</exception>
    public void Scan(ReadOnlySpan<byte> block)
    {
        if (block.IndexOf((byte)0) is var nul && nul >= 0)
            throw new BadInputException($"`{path}` holds a NUL byte at line {line + block[..nul].Count((byte)'\n')}", "text has none: the file may be damaged, or be of another format");
        CheckUtf8(block);
        while (block.IndexOf((byte)'\n') is var end && end >= 0)
        {
            CheckLength(end);
            line++;
            lineLength = 0;
            block = block[(end + 1)..];
        }
        CheckLength(block.Length);
        lineLength += block.Length;
    }

    /// <exception cref="BadInputException">The text ends within a character.</exception>
    public void End()
    {
        if (restLength > 0) throw NotUtf8(line);
    }

    private void CheckLength(int more)
    {
        if (lineLength + more > Staging.LongestLine)
            throw new BadInputException($"`{path}:{line}` is a line of more than {Staging.LongestLine >> 20} MiB", "a record is at most that long: the file may lack line ends");
    }

    private void CheckUtf8(ReadOnlySpan<byte> block)
    {
        var start = 0;
        if (restLength > 0)
        {
            // The character that the last block began; a character has at most four bytes.
            while (start < block.Length && (block[start] & 0xc0) == 0x80 && restLength < 4) rest[restLength++] = block[start++];
            if (start == block.Length && IsCut(rest.AsSpan(0, restLength))) return;
            if (!Utf8.IsValid(rest.AsSpan(0, restLength))) throw NotUtf8(line);
            restLength = 0;
        }
        var end = block.Length;
        for (var back = 1; back <= Math.Min(3, block.Length - start); back++)
        {
            if ((block[^back] & 0xc0) == 0x80) continue;
            if (IsCut(block[^back..])) end = block.Length - back;
            break;
        }
        if (!Utf8.IsValid(block[start..end])) throw NotUtf8(line + block[..FirstInvalid(block[start..end], start)].Count((byte)'\n'));
        block[end..].CopyTo(rest);
        restLength = block.Length - end;
    }

    /// <summary>Whether bytes begin a character of which more must follow.</summary>
    private static bool IsCut(ReadOnlySpan<byte> bytes) => bytes[0] switch
    {
        >= 0xf0 => bytes.Length < 4,
        >= 0xe0 => bytes.Length < 3,
        >= 0xc2 => bytes.Length < 2,
        _ => false,
    };

    private static int FirstInvalid(ReadOnlySpan<byte> text, int offset)
    {
        Span<char> characters = new char[1024];
        var at = 0;
        while (Utf8.ToUtf16(text[at..], characters, out var read, out _, replaceInvalidSequences: false) == System.Buffers.OperationStatus.DestinationTooSmall) at += read;
        Utf8.ToUtf16(text[at..], characters, out var valid, out _, replaceInvalidSequences: false);
        return offset + at + valid;
    }

    private BadInputException NotUtf8(long where) => new($"`{path}:{where}` is not UTF-8", "save the file as UTF-8");
}
