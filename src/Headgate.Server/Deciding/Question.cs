using System.Text.Json;

namespace Headgate.Server;

/// <summary>Somebody or something that a question is about.</summary>
/// <param name="Properties">An object; null where none was given.</param>
public sealed record Entity(string Type, string Id, JsonElement? Properties = null);

/// <summary>What somebody wants to do.</summary>
/// <param name="Properties">An object; null where none was given.</param>
public sealed record Act(string Name, JsonElement? Properties = null);

/// <summary>May this be done with that, because of them?</summary>
public sealed record Question(Entity Subject, Act Action, Entity Resource);
