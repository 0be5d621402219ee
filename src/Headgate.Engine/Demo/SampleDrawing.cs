namespace Headgate.Engine.Demo;

/// <summary>Draws a small picture: a sky, a ground, a sun and a few buildings or hills, in colours of its own.</summary>
internal static class SampleDrawing
{
    private static readonly (byte R, byte G, byte B)[] Skies =
        [(246, 214, 170), (168, 206, 230), (232, 184, 190), (196, 214, 202), (120, 144, 186), (238, 228, 206), (74, 84, 120), (214, 196, 226)];

    private static readonly (byte R, byte G, byte B)[] Solids =
        [(58, 72, 64), (124, 84, 60), (44, 62, 88), (150, 66, 52), (96, 108, 84), (188, 146, 72), (72, 60, 84), (40, 96, 100)];

    public static byte[] Draw(int width, int height, ref SampleRandom random)
    {
        var pixels = new byte[width * height * 3];
        var horizon = height * random.Between(55, 75) / 100;
        var (above, below) = (random.Pick(Skies), random.Pick(Skies));
        var ground = random.Pick(Solids);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                Set(pixels, width, x, y, y < horizon ? Mix(above, below, y, horizon) : ground);
        var (sunX, sunY, sun) = (random.Below(width), random.Below(horizon), random.Between(height / 12, height / 6));
        for (var y = Math.Max(0, sunY - sun); y < Math.Min(horizon, sunY + sun); y++)
            for (var x = Math.Max(0, sunX - sun); x < Math.Min(width, sunX + sun); x++)
                if ((x - sunX) * (x - sunX) + (y - sunY) * (y - sunY) < sun * sun)
                    Set(pixels, width, x, y, (250, 240, 214));
        for (var shapes = random.Between(3, 7); shapes > 0; shapes--)
        {
            var (wide, tall) = (random.Between(width / 10, width / 3), random.Between(height / 8, height / 2));
            Stand(pixels, width, height, horizon, random.Below(width), wide, tall, random.Pick(Solids), hill: random.Chance(400));
        }
        return pixels;
    }

    private static void Stand(byte[] pixels, int width, int height, int horizon, int left, int wide, int tall, (byte R, byte G, byte B) colour, bool hill)
    {
        for (var x = left; x < Math.Min(width, left + wide); x++)
        {
            var rise = hill ? tall - (tall * Math.Abs(2 * (x - left) - wide) / wide) : tall;
            for (var y = Math.Max(0, horizon - rise); y < Math.Min(height, horizon + 2); y++)
            {
                var window = !hill && (x - left) % 5 is 2 or 3 && (horizon - y) % 6 is 3 or 4;
                Set(pixels, width, x, y, window ? ((byte)236, (byte)208, (byte)132) : colour);
            }
        }
    }

    private static (byte R, byte G, byte B) Mix((byte R, byte G, byte B) one, (byte R, byte G, byte B) other, int part, int of) =>
        ((byte)((one.R * (of - part) + other.R * part) / of), (byte)((one.G * (of - part) + other.G * part) / of), (byte)((one.B * (of - part) + other.B * part) / of));

    private static void Set(byte[] pixels, int width, int x, int y, (byte R, byte G, byte B) colour) =>
        (pixels[(y * width + x) * 3], pixels[(y * width + x) * 3 + 1], pixels[(y * width + x) * 3 + 2]) = colour;
}
