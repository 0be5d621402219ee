using System.Security;

namespace Headgate.Engine.Demo;

/// <summary>The XMP packet of a sample picture: its caption, its camera and what it says of data mining (IPTC Photo Metadata, PLUS).</summary>
internal static class SampleXmp
{
    /// <summary>The PLUS value that prohibits training: <c>DataMining</c> of <c>http://ns.useplus.org/ldf/xmp/1.0/</c>.</summary>
    public const string TrainingProhibited = "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING";

    public static string Write(string caption, string camera, string? dataMining)
    {
        var reserved = dataMining is null ? "" : $"\n   <plus:DataMining>{SecurityElement.Escape(dataMining)}</plus:DataMining>";
        return
            $"""
            <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
             <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
              <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/">
               <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{SecurityElement.Escape(caption)}</rdf:li></rdf:Alt></dc:description>
               <tiff:Model>{SecurityElement.Escape(camera)}</tiff:Model>{reserved}
              </rdf:Description>
             </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="r"?>
            """;
    }
}
