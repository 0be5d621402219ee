using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>What a model says of what it was made from.</summary>
/// <param name="Wordings">How many wordings it holds.</param>
/// <param name="People">How many different people a wording needs.</param>
/// <param name="Order">The longest wording, in words.</param>
public sealed record ModelSums(long Authors, long Records, long Words, long Wordings, long People, long Order);

/// <summary>How far the work on a model has come.</summary>
/// <param name="Of">Null where that is not known yet.</param>
public sealed record ModelProgress(string Doing, long Words, long? Of);

/// <summary>The work on models, done behind the other wall: the engine knows what may be learnt, not how.</summary>
/// <param name="Train">Trains on texts, kept from learning names, in an empty folder; a second folder holds what a killed run can be taken up from.</param>
/// <param name="Forget">Makes, in an empty folder, the model of another folder without some people; also says how many of them and how many records went.</param>
/// <param name="RecordsOf">How many records of a model speak of somebody.</param>
/// <param name="PeopleOf">Everybody whom a model's records speak of.</param>
/// <param name="CountsOf">The same, each with how many records that is.</param>
/// <param name="Suggest">How a text may go on.</param>
public sealed record ModelWork(
    Func<IEnumerable<EligibleText>, IReadOnlyCollection<string>, string, string, Action<ModelProgress>, CancellationToken, ModelSums> Train,
    Func<string, IReadOnlySet<string>, string, CancellationToken, (ModelSums Sums, long People, long Records)> Forget,
    Func<string, string, long> RecordsOf,
    Func<string, IReadOnlySet<string>> PeopleOf,
    Func<string, IReadOnlyDictionary<string, long>> CountsOf,
    Func<string, string, IReadOnlyList<SuggestedWording>> Suggest);

/// <summary>A wording that a model suggests, and how many stand behind it.</summary>
public sealed record SuggestedWording(string Text, long People, long Posts);
