namespace Headgate.Suggest;

/// <summary>A wording to go on with.</summary>
/// <param name="Text">The words, the first of them whole.</param>
/// <param name="Insert">What of it is still to be typed.</param>
/// <param name="People">How many different people used these words in this order.</param>
/// <param name="Posts">In how many posts.</param>
/// <param name="Probability">How probable the first word is.</param>
public sealed record Suggestion(string Text, string Insert, long People, long Posts, double Probability);
