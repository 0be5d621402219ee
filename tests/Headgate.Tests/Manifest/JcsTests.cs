using System.Text;
using System.Text.Json;
using CsCheck;
using Headgate.Manifest;
using Xunit;

namespace Headgate.Tests.Manifest;

public sealed class JcsTests
{
    [Theory]
    [InlineData("""{ "b" : [ 1 , true, null ], "a" : { } }""", """{"a":{},"b":[1,true,null]}""")]
    [InlineData(@"""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\""\/""", "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"")]
    [InlineData("""{"\u20ac":1,"\r":2,"1":3,"\ud83d\ude00":4,"\u0080":5,"\u00f6":6}""", "{\"\\r\":2,\"1\":3,\"\u0080\":5,\"ö\":6,\"€\":1,\"😀\":4}")]
    [InlineData("-0", "0")]
    public void it_is_written_as_rfc_8785_says(string json, string canonical)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(canonical, Encoding.UTF8.GetString(Jcs.Write(document.RootElement)));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("9007199254740992")]
    [InlineData("-9223372036854775808")]
    [InlineData("1e400")]
    public void numbers_on_which_readers_differ_are_refused(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Throws<ArgumentException>(() => Jcs.Write(document.RootElement));
    }

    [Fact]
    public void writing_again_what_was_written_changes_nothing() => Gen.Dictionary(Gen.String, Gen.String).Sample(members =>
    {
        var once = Jcs.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members) writer.WriteString(name, value);
            writer.WriteEndObject();
        });
        using var document = JsonDocument.Parse(once);
        Assert.Equal(once, Jcs.Write(document.RootElement));
    }, iter: 300);
}
