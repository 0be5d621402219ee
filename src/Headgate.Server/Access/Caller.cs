using System.Security.Claims;

namespace Headgate.Server;

/// <summary>Whoever makes a request, once that is proven.</summary>
/// <param name="Name">What acts and the audit call them. Of a member never who they are.</param>
/// <param name="Subject">Which member; null for every other role.</param>
public sealed record Caller(Role Role, string Name, SubjectId? Subject)
{
    private const string SubjectClaim = "headgate:subject";

    /// <summary>The caller of a request; null where nobody has proven to be anybody.</summary>
    public static Caller? Of(HttpContext context)
    {
        var user = context.User;
        return user.Identity is { IsAuthenticated: true, Name: { } name } && Roles.Find(user.FindFirstValue(ClaimTypes.Role)) is { } role
            ? new(role, name, SubjectId.From(user.FindFirstValue(SubjectClaim)))
            : null;
    }

    /// <summary>Whether they may speak of somebody: a member of themselves alone.</summary>
    public bool MaySpeakOf(SubjectId subject) => Role != Role.Member || Subject == subject;

    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var claims = new List<Claim> { new(ClaimTypes.Name, Name), new(ClaimTypes.Role, Role.Word()) };
        if (Subject is { } subject) claims.Add(new(SubjectClaim, subject.Value));
        return new(new ClaimsIdentity(claims, scheme));
    }
}
