namespace Headgate.Server.Pages;

/// <summary>What the page for those who may not see another is about.</summary>
/// <param name="Address">What they asked for.</param>
/// <param name="HasProvider">Whether people sign in by a provider of identities.</param>
/// <param name="Forbidden">Whether they have signed in, but as somebody else.</param>
public sealed record SignInView(Caller? Caller, string Address, bool Forbidden, bool HasProvider);
