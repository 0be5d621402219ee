namespace Headgate;

/// <summary>Which of several terms see an objection, by the names that each has for ancestors of the purpose.</summary>
internal enum ChoiceSeen
{
    ByAll = 0,
    ByFirst = 1,
    ByLast = 2,
}
