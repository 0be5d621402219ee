using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Headgate.Benchmarks.Http;

/// <summary>What some connections got done.</summary>
internal sealed record Done(double PerSecond, double P50, double P99);

/// <summary>A client that costs little: so many connections, each sending one prepared request after another.</summary>
internal static class RawClient
{
    private const int Prepared = 512;

    public static byte[] Post(string path, string key, string body) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));

    public static async Task<Done> RunAsync(Uri address, Func<int, byte[]> request, int connections, TimeSpan time)
    {
        var requests = Enumerable.Range(0, Prepared).Select(request).ToArray();
        var clock = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, connections).Select(async number =>
        {
            var taken = new List<double>();
            using var connection = new Connection(address);
            for (var i = number; clock.Elapsed < time; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                await connection.AskAsync(requests[i % Prepared]);
                taken.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
            return taken;
        }));
        var elapsed = clock.Elapsed.TotalSeconds;
        var all = times.SelectMany(one => one).Order().ToArray();
        return new(all.Length / elapsed, all[all.Length / 2], all[(int)(all.Length * 0.99)]);
    }

    public static Task AskUntilAsync(Uri address, Func<int, byte[]> request, int connections, Action<string> heard, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, connections).Select(async number =>
    {
        using var connection = new Connection(address);
        for (var i = number; !stop.IsCancellationRequested; i += connections) heard(await connection.AskAsync(request(i)));
    }));

    public static async Task<string> OnceAsync(Uri address, byte[] request)
    {
        using var connection = new Connection(address);
        return await connection.AskAsync(request);
    }

    private sealed class Connection : IDisposable
    {
        private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly byte[] buffer = new byte[256 << 10];

        public Connection(Uri address) => socket.Connect(IPAddress.Loopback, address.Port);

        /// <summary>Sends a request and reads its whole answer.</summary>
        public async Task<string> AskAsync(byte[] request)
        {
            await socket.SendAsync(request);
            for (var have = 0; ;)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(have));
                if (read == 0) throw new IOException("the server closed the connection");
                have += read;
                if (IsWhole(buffer.AsSpan(0, have)) is not { } status) continue;
                return status is >= 200 and < 300 ? Encoding.UTF8.GetString(buffer, 0, have) : throw new IOException(Encoding.UTF8.GetString(buffer, 0, have));
            }
        }

        /// <summary>The status of an answer that is there in full; null where more is to come.</summary>
        private static int? IsWhole(ReadOnlySpan<byte> answer)
        {
            var end = answer.IndexOf("\r\n\r\n"u8);
            if (end < 0) return null;
            var status = (answer[9] - '0') * 100 + (answer[10] - '0') * 10 + answer[11] - '0';
            var head = answer[..(end + 2)];
            var at = head.IndexOf("Content-Length: "u8);
            if (at < 0) return answer.EndsWith("0\r\n\r\n"u8) ? status : null;
            var length = head[(at + 16)..];
            length = length[..length.IndexOf((byte)'\r')];
            return answer.Length >= end + 4 + int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture) ? status : null;
        }

        public void Dispose() => socket.Dispose();
    }
}
