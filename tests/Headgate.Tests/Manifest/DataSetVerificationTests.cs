using System.Text;
using CsCheck;
using Headgate.Ledger;
using Headgate.Manifest;
using Xunit;

namespace Headgate.Tests.Manifest;

/// <summary>Changes a sealed data set in every way we could think of; each must be found.</summary>
public sealed class DataSetVerificationTests
{
    private static readonly SigningKey OtherKey = SigningKey.FromSeed(SampleDataSet.Key.Verifier.Name, [.. Enumerable.Repeat((byte)9, 32)]);

    [Fact]
    public void an_untouched_data_set_holds_with_and_without_a_pinned_key()
    {
        Assert.Equal([], SampleDataSet.Seal().Verify().Problems);
        var report = SampleDataSet.Seal().Verify(SampleDataSet.Key.Verifier);
        Assert.Equal((true, true, SampleDataSet.Key.Verifier), (report.Holds, report.Pinned, report.Key));
        Assert.Equal(SampleDataSet.Input, report.Manifest!.Counts.Input);
    }

    [Fact]
    public void a_flipped_bit_anywhere_in_a_voucher_is_found()
    {
        var sealedOne = SampleDataSet.Seal();
        foreach (var path in new[] { DataSetLayout.Manifest, DataSetLayout.Checkpoint, DataSetLayout.LedgerKey })
            for (var place = 0; place < sealedOne.Files[path].Length; place++)
            {
                sealedOne.Files[path][place] ^= (byte)(1 << (place % 8));
                Assert.False(sealedOne.Verify().Holds, $"{path} at {place}");
                sealedOne.Files[path][place] ^= (byte)(1 << (place % 8));
            }
        Assert.True(sealedOne.Verify().Holds);
    }

    [Fact]
    public void a_flipped_bit_anywhere_in_an_output_is_found_and_names_the_file()
    {
        var sealedOne = SampleDataSet.Seal();
        var outputs = sealedOne.Files.Keys.Where(path => !DataSetLayout.IsVoucher(path)).Order().ToArray();
        Gen.Select(OneOf(outputs), Gen.Int[0, int.MaxValue], Gen.Int[0, 7]).Sample((path, place, bit) =>
        {
            var bytes = sealedOne.Files[path].ToArray();
            bytes[place % bytes.Length] ^= (byte)(1 << bit);
            var touched = SampleDataSet.Seal();
            touched.Files[path] = bytes;
            Assert.Contains(path, Paths(touched));
        }, iter: 200);
    }

    [Fact]
    public void a_file_removed_is_found()
    {
        foreach (var path in SampleDataSet.Seal().Files.Keys)
        {
            var touched = SampleDataSet.Seal();
            touched.Files.Remove(path);
            Assert.Contains(new VerificationProblem(path, "is missing"), touched.Verify(SampleDataSet.Key.Verifier).Problems);
        }
    }

    [Theory]
    [InlineData("eligible/part-3.jsonl")]
    [InlineData("eligible/.hidden")]
    [InlineData("notes.txt")]
    [InlineData("eligible/deep/er.parquet")]
    public void a_file_added_is_found(string path)
    {
        var touched = SampleDataSet.Seal();
        touched.Files[path] = [];
        Assert.Equal([new(path, "is not in the manifest")], touched.Verify().Problems);
    }

    [Fact]
    public void two_outputs_swapped_are_found()
    {
        var touched = SampleDataSet.Seal();
        (touched.Files["eligible/part-0.jsonl"], touched.Files["eligible/part-1.jsonl"]) = (touched.Files["eligible/part-1.jsonl"], touched.Files["eligible/part-0.jsonl"]);
        Assert.Superset(new HashSet<string> { "eligible/part-0.jsonl", "eligible/part-1.jsonl" }, Paths(touched));
    }

    [Fact]
    public void a_file_longer_than_it_is_said_to_be_is_not_read_to_its_end()
    {
        var touched = SampleDataSet.Seal();
        var report = DataSetVerification.Verify(touched.Files.Keys, path => path == "report.html" ? new Endless() : new MemoryStream(touched.Files[path]));
        Assert.Contains(report.Problems, problem => problem.Path == "report.html" && problem.Problem.StartsWith("has more bytes", StringComparison.Ordinal));
    }

    [Fact]
    public void a_file_that_cannot_be_read_is_a_problem_and_no_fault()
    {
        var touched = SampleDataSet.Seal();
        foreach (var unreadable in touched.Files.Keys)
        {
            var report = DataSetVerification.Verify(touched.Files.Keys, path => path == unreadable ? throw new IOException("no") : new MemoryStream(touched.Files[path]), SampleDataSet.Key.Verifier);
            Assert.Contains(new VerificationProblem(unreadable, "cannot be read: no"), report.Problems);
        }
    }

    [Fact]
    public void a_data_set_resealed_with_another_key_holds_only_until_a_key_is_pinned()
    {
        var forged = SampleDataSet.Seal(key: OtherKey);
        Assert.True(forged.Verify().Holds);
        var problems = forged.Verify(SampleDataSet.Key.Verifier).Problems;
        Assert.Contains(new VerificationProblem(DataSetLayout.LedgerKey, "is not the key that was pinned"), problems);
        Assert.Contains(problems, problem => problem.Path == DataSetLayout.Manifest);
    }

    [Fact]
    public void a_checkpoint_of_another_size_or_of_another_log_is_found()
    {
        foreach (var other in new[] { new Checkpoint(SampleDataSet.Key.Verifier.Name, 4_322, Digest.Of("x"u8)), new Checkpoint("headgate.example/other", 4_321, Digest.Of("the ledger"u8)) })
        {
            var touched = SampleDataSet.Seal();
            touched.Files[DataSetLayout.Checkpoint] = Encoding.UTF8.GetBytes(other.Sign(SampleDataSet.Key).ToString());
            Assert.Equal([DataSetLayout.Checkpoint], Paths(touched));
        }
    }

    [Fact]
    public void a_second_signature_beside_ours_does_no_harm_and_is_no_help()
    {
        var touched = SampleDataSet.Seal();
        Assert.True(DsseEnvelope.TryParse(touched.Files[DataSetLayout.Manifest], out var envelope));
        var other = DsseEnvelope.Sign(envelope.PayloadType, envelope.Payload, OtherKey).Signatures;
        touched.Files[DataSetLayout.Manifest] = (envelope with { Signatures = [.. other, .. envelope.Signatures] }).ToBytes();
        Assert.True(touched.Verify().Holds);
        touched.Files[DataSetLayout.Manifest] = (envelope with { Signatures = other }).ToBytes();
        Assert.False(touched.Verify().Holds);
    }

    [Fact]
    public void a_signed_payload_of_another_type_is_no_manifest()
    {
        var touched = SampleDataSet.Seal();
        Assert.True(DsseEnvelope.TryParse(touched.Files[DataSetLayout.Manifest], out var envelope));
        touched.Files[DataSetLayout.Manifest] = DsseEnvelope.Sign("application/json", envelope.Payload, SampleDataSet.Key).ToBytes();
        Assert.Equal([DataSetLayout.Manifest], Paths(touched));
    }

    [Fact]
    public void the_previous_manifest_must_be_the_one_that_is_named()
    {
        var first = SampleDataSet.Seal();
        var payload = DsseEnvelope.TryParse(first.Files[DataSetLayout.Manifest], out var envelope) ? envelope.Payload : default;
        var second = SampleDataSet.Seal(manifest => manifest with { Previous = Digest.Of(payload.Span) });
        second.Files[DataSetLayout.PreviousManifest] = first.Files[DataSetLayout.Manifest];
        Assert.True(second.Verify().Holds);
        first.Files[DataSetLayout.PreviousManifest] = second.Files[DataSetLayout.Manifest];
        Assert.Equal([DataSetLayout.PreviousManifest], Paths(first));
    }

    [Fact]
    public void verdicts_of_other_records_with_the_same_counts_are_found()
    {
        var verdicts = SampleDataSet.Verdicts.ToArray();
        (verdicts[0], verdicts[20]) = (verdicts[20], verdicts[0]);
        var forged = SampleDataSet.Seal(before: files => files[DataSetLayout.Verdicts] = SampleDataSet.Bytes(verdicts));
        Assert.Equal([new(DataSetLayout.Verdicts, "does not have the Merkle root of the manifest")], forged.Verify().Problems);
    }

    [Fact]
    public void bytes_at_random_in_place_of_any_file_never_fault() => Gen.Select(OneOf([.. SampleDataSet.Seal().Files.Keys]), Gen.Byte.Array[0, 300]).Sample((path, bytes) =>
    {
        var touched = SampleDataSet.Seal();
        touched.Files[path] = bytes;
        Assert.Contains(path, Paths(touched));
    }, iter: 200);

    private static Gen<string> OneOf(string[] paths) => Gen.Int[0, paths.Length - 1].Select(index => paths[index]);

    private static HashSet<string> Paths(SampleDataSet dataSet) => [.. dataSet.Verify().Problems.Select(problem => problem.Path)];

    private sealed class Endless : MemoryStream
    {
        public override int Read(Span<byte> buffer) => buffer.Length;
    }
}
