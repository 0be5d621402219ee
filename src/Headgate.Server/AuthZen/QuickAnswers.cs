using System.Runtime.CompilerServices;
using System.Text.Json;
using Headgate.Engine;

namespace Headgate.Server;

/// <summary>Answers questions in their usual form from the decision table, with answers that were written once: nothing is made a request. Everything else it leaves to the general way, which answers the same.</summary>
internal static class QuickAnswers
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 32 };
    private static readonly ConditionalWeakTable<CompiledTerms, byte[]?[]> Written = [];

    /// <summary>The answer to one question.</summary>
    /// <returns>Null where it has to be asked the general way.</returns>
    public static byte[]? One(ReadOnlySpan<byte> body, LedgerDecisions decisions)
    {
        var question = new QuickQuestion(body);
        try
        {
            var reader = new Utf8JsonReader(body, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            for (var seen = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
                if (IsRepeated(ref reader, ref seen) || !question.TryRead(ref reader))
                    return null;
            if (reader.Read() || !question.IsWhole) return null;
        }
        catch (JsonException)
        {
            return null;
        }
        using var view = decisions.Index.Now();
        if (view.TermsOf(question.Action) is not { } terms || question.Decide(view, terms) is var code && code < 0) return null;
        var allows = terms.ReasonOf(code).Allows;
        Telemetry.Decided(allows);
        return AnswerOf(terms, Written.GetValue(terms, made => new byte[made.ReasonCount][]), code);
    }

    /// <summary>The answers to several questions, in their order.</summary>
    /// <param name="answers">Is given them.</param>
    /// <returns>False where they have to be asked the general way.</returns>
    public static bool Several(ReadOnlySpan<byte> body, LedgerDecisions decisions, List<byte[]> answers)
    {
        try
        {
            using var view = decisions.Index.Now();
            var shared = new QuickQuestion(body);
            var reader = new Utf8JsonReader(body, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            var hasList = false;
            for (var seen = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
            {
                // What all have in common comes first: else what was decided without it would have to be decided again.
                if (hasList) return false;
                hasList = !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual("evaluations"u8);
                if (hasList ? !TryList(ref reader, shared, view, answers) : IsRepeated(ref reader, ref seen) || !shared.TryRead(ref reader)) return false;
            }
            return !reader.Read() && answers.Count > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryList(ref Utf8JsonReader reader, in QuickQuestion shared, DecisionView view, List<byte[]> answers)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        CompiledTerms? terms = null;
        byte[]?[] written = [];
        var allowed = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var question = shared;
            for (var seen = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
                if (IsRepeated(ref reader, ref seen) || !question.TryRead(ref reader))
                    return false;
            if (!question.IsWhole || answers.Count == AuthZenEndpoints.MostQuestions || view.TermsOf(question.Action) is not { } found) return false;
            if (found != terms) (terms, written) = (found, Written.GetValue(found, made => new byte[made.ReasonCount][]));
            var code = question.Decide(view, terms);
            if (code < 0) return false;
            if (terms.ReasonOf(code).Allows) allowed++;
            answers.Add(AnswerOf(terms, written, code));
        }
        Telemetry.Decided(true, allowed);
        Telemetry.Decided(false, answers.Count - allowed);
        return reader.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>Whether an entity stands twice, by its first letter: the three differ in it, and no other name is read.</summary>
    private static bool IsRepeated(ref Utf8JsonReader reader, ref int seen)
    {
        var bit = reader.ValueSpan is [var letter, ..] ? 1 << (letter & 31) : 0;
        var repeated = (seen & bit) != 0;
        seen |= bit;
        return repeated;
    }

    private static byte[] AnswerOf(CompiledTerms terms, byte[]?[] written, int code)
    {
        if (written[code] is { } answer) return answer;
        var reason = terms.ReasonOf(code);
        return written[code] = AuthZenAnswer.Bytes(json => AuthZenAnswer.Write(json, new(reason.Allows, reason.Text, reason.Because, reason.Cites))).WrittenSpan.ToArray();
    }
}
