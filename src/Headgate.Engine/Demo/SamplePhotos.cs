using System.Globalization;

namespace Headgate.Engine.Demo;

/// <summary>Makes the photos of the sample network: their records, and the files to which these point.</summary>
/// <remarks>There are at most <see cref="MostPictures"/> files; later photos show the same pictures again.</remarks>
internal sealed class SamplePhotos(ulong seed, int people, long photos, SamplePeople names)
{
    public const int MostPictures = 300;

    private static readonly string[] NoLabels = [];
    private static readonly string[] Union = ["trade-union"];
    private static readonly string[] Cameras =
        ["Tarnholm T2", "Tarnholm T2 Mini", "Okari Pocket 7", "Velda 35", "Velda 35 S", "Phone 12 rear", "Phone 12 front", "Scanned print"];

    private static readonly (int Width, int Height)[] Shapes = [(96, 64), (96, 64), (64, 96), (80, 80)];

    public int Pictures => (int)Math.Min(photos, MostPictures);

    public Instant Created(long number) => SampleCalendar.Photographed(number, photos, Part(number));

    public SampleRecord Record(long number)
    {
        var random = SampleRandom.For(seed, SampleStream.PhotoText, number);
        var members = SampleCalendar.Members(number, photos, people);
        var author = SampleTraits.Of(seed, SamplePlan.Somebody(ref random, members));
        var created = Created(number);
        var tagged = random.Below(100) switch { < 62 => 0, < 88 => 1, < 97 => 2, _ => 3 };
        var others = Enumerable.Range(0, members > 1 ? tagged : 0).Select(_ => random.Below(members)).Where(other => other != author.Number).Distinct().ToList();
        var (_, city) = names.Called(author);
        var named = others is [var first, ..] ? names.Called(SampleTraits.Of(seed, first)).FirstName : "";
        var voice = author.Voice;
        var (camera, width, height, dataMining) = File(number % MostPictures);
        return new()
        {
            Id = IdOf(number),
            Author = random.Chance(3) ? null : SamplePerson.IdOf(author.Number),
            OtherPeople = [.. others.Select(SamplePerson.IdOf)],
            Kind = "photo",
            Labels = random.Chance(20) ? Union : NoLabels,
            Visibility = random.Below(100) switch { < 4 => "private", < 22 => "connections", _ => "public" },
            Created = random.Chance(5) ? null : created,
            ContentUsage = SampleContent.Usage(author.ReservesPhotos, ref random),
            Text = voice.Grow(others.Count > 0 ? "caption-with" : "caption", ref random, named, city),
            Language = author.LanguageCode,
            Photo = new(
                string.Create(CultureInfo.InvariantCulture, $"photos/{number % MostPictures:D3}.png"), camera, width, height,
                created.Date.AddDays(-random.Below(20)), voice.Grow("alt", ref random, named, city), dataMining),
        };
    }

    /// <summary>A picture's file: a small PNG that was drawn, with its caption and perhaps a reservation embedded.</summary>
    public byte[] Picture(int number)
    {
        var (camera, width, height, dataMining) = File(number);
        var random = SampleRandom.For(seed, SampleStream.Picture, number + MostPictures);
        return SamplePng.Write(SampleDrawing.Draw(width, height, ref random), width, height, SampleXmp.Write(Record(number).Text, camera, dataMining));
    }

    private static string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"p{number:D9}");

    private double Part(long number)
    {
        var random = SampleRandom.For(seed, SampleStream.Photo, number);
        return random.Below(1000) / 1000.0;
    }

    private (string Camera, int Width, int Height, string? DataMining) File(long picture)
    {
        var random = SampleRandom.For(seed, SampleStream.Picture, picture);
        var camera = random.Pick(Cameras);
        var (width, height) = random.Pick(Shapes);
        return (camera, width, height, random.Chance(70) ? SampleXmp.TrainingProhibited : null);
    }
}
