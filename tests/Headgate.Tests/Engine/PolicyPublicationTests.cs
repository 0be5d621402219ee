using Headgate.Engine;
using Headgate.Stores;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>No quiet opt-in, by the front door and by every side door (semantics.md, No quiet opt-in).</summary>
public sealed class PolicyPublicationTests
{
    private const string InForce =
        """
        headgate: 1
        policy: network
        version: 1
        objection: full
        purposes:
          artificial-intelligence:
            children:
              train: { aipref: train-ai }
              assist: { title: Help }
        content: [post, comment, private-message]
        labels: [health]
        services: [network]
        regions: { served: [US], waiting: [EEA, CH] }
        notices: { told: { version: 1 } }
        rules:
          - deny: minors
            when: { age: { under: 18 } }
          - deny: written-young
            when: { age-at-creation: { under: 16 } }
          - deny: health
            when: { labels: health }
          - deny: private-messages
            when: { content: private-message }
          - deny: old
            when: { created: { to: 2015-01-01 } }
          - grant: told
            when: { region: served, service: network, visibility: public, purpose: train }
            basis: legitimate-interests
            after: { notice: told, window: 46d }
            not-before: 2027-01-01
        """;

    [Theory]
    [InlineData("a new region in a group", "served: [US]", "served: [US, GB]", "in GB")]
    [InlineData("a region for which there was no rule", "region: served", "region: [served, waiting]", "in waiting")]
    [InlineData("a new kind", "content: [post, ", "content: [video, post, ", "public video")]
    [InlineData("a new service", "services: [network]", "services: [network, jobs]", "on jobs", "service: network", "service: [network, jobs]")]
    [InlineData("a new label", "labels: [health]", "labels: [health, illness]", "labelled illness")]
    [InlineData("a new purpose", "assist: { title: Help }", "assist: { title: Help }\n      sell: { title: Sell }", "adults in US", "purpose: train", "purpose: [train, sell]")]
    [InlineData("a purpose that had no grant", "purpose: train", "purpose: [train, assist]", "adults in US")]
    [InlineData("a shorter window", "window: 46d", "window: 30d", "told of told v1 30d to 46d ago")]
    [InlineData("a lower age", "under: 18", "under: 16", "people of 16 to 17")]
    [InlineData("a lower age at creation", "under: 16", "under: 13", "written by")]
    [InlineData("not-before moved forward", "not-before: 2027-01-01", "not-before: 2026-06-01", "adults in US")]
    [InlineData("a deny rule removed", "  - deny: health\n    when: { labels: health }\n", "", "labelled health")]
    [InlineData("a deny rule that looks at less", "when: { created: { to: 2015-01-01 } }", "when: { created: { to: 2012-01-01 } }", "created from 2012-01-01 to 2015-01-01")]
    [InlineData("more visibilities", "visibility: public", "visibility: [public, connections]", "connections")]
    [InlineData("a notice no longer asked for", "    after: { notice: told, window: 46d }\n", "", "not told of told v1", "notices: { told: { version: 1 } }\n", "")]
    [InlineData("a new notice with too short a window", "told: { version: 1 }", "told: { version: 2 }", "adults in US", "window: 46d", "window: 23h")]
    [InlineData("another AIPREF label", "aipref: train-ai", "aipref: search", "whose signals say `train-ai=n`")]
    public void a_policy_that_lets_people_in_who_were_not_told_is_refused(string how, string from, string to, string words, string from2 = "", string to2 = "")
    {
        using var place = Place();
        place.Record(At("2025-12-01"), Workplace.Member("ann"), Workplace.Member("bo", "GB"), Workplace.Member("cy", "DE"), Workplace.Member("di", born: "2009-01-01"));
        var (next, before) = (Policy(place, 2, InForce, from, to, from2, to2), place.Session.Store.Head);

        var refused = Assert.ThrowsAny<RefusedException>(() => PolicyPublication.Publish(place.Session, next, null, null));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Contains("after: { notice:", refused.Help, StringComparison.Ordinal);
        Assert.Equal(before, place.Session.Store.Head);

        PolicyPublication.Publish(place.Session, next, new("the officer decided", "Robin Example"), null);
        var act = Assert.IsType<PolicyPublished>(place.Session.Store.Acts(place.Session.Store.Head.Size)[^1].Statement);
        Assert.Equal(new Override("the officer decided", "Robin Example"), act.Override);
        Assert.NotEmpty(how);
    }

    [Theory]
    [InlineData("objection: full", "objection: prospective")]
    [InlineData("objection: full", "objection: [{ region: US, effect: prospective }]")]
    [InlineData("objection: full", "objection: [{ region: US, effect: prospective, full-if-before: 2025-01-01 }]")]
    [InlineData("artificial-intelligence:\n    children:\n      train: { aipref: train-ai }\n      assist: { title: Help }", "artificial-intelligence: { title: AI }\n  train: { aipref: train-ai }")]
    public void who_has_objected_is_let_in_by_no_policy_and_no_override(string from, string to)
    {
        using var place = Place();
        place.Record(At("2025-12-01"), Workplace.Member("ann"), Workplace.Chose("ann", Choice.Objected, "2025-11-01", "artificial-intelligence"));
        var next = Policy(place, 2, InForce, from, to);
        foreach (var by in (Override?[])[null, new("the officer decided", "Robin Example")])
        {
            var refused = Assert.Throws<QuietOptInException>(() => PolicyPublication.Publish(place.Session, next, by, null));
            Assert.Contains(refused.Admitted, one => one.OptIn.AgainstObjection);
            Assert.Contains("no override helps", refused.Help, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void objections_to_come_may_look_forward_only_after_a_new_notice()
    {
        using var place = Place();
        string[] forward = ["objection: full", "objection: [{ region: US, effect: prospective, full-if-before: 2026-03-01 }]\neffective: 2026-03-01"];
        Assert.DoesNotContain(
            Assert.Throws<QuietOptInException>(() => PolicyPublication.Publish(place.Session, Policy(place, 2, InForce, forward[0], forward[1]), null, null)).Admitted,
            one => one.OptIn.AgainstObjection);
        PolicyPublication.Publish(place.Session, Policy(place, 2, InForce, forward[0], forward[1], "told: { version: 1 }", "told: { version: 2 }"), null, null);
    }

    [Fact]
    public void a_new_notice_with_a_window_is_the_way_in()
    {
        using var place = Place();
        var next = Policy(place, 2, InForce, "served: [US]", "served: [US, GB]", "told: { version: 1 }", "told: { version: 2 }");
        PolicyPublication.Publish(place.Session, next, null, null);
    }

    [Fact]
    public void an_old_notice_is_not_used_again()
    {
        using var place = Place();
        var without = Policy(place, 2, InForce, InForce[InForce.IndexOf("  - grant", StringComparison.Ordinal)..], "  - grant: agreed\n    when: { region: US, visibility: public, purpose: train }\n    basis: consent", "notices: { told: { version: 1 } }\n", "");
        PolicyPublication.Publish(place.Session, without, null, null);
        Assert.Throws<QuietOptInException>(() => PolicyPublication.Publish(place.Session, Policy(place, 3, InForce, "version: 1\nobjection", "version: 3\nobjection"), null, null));
    }

    [Fact]
    public void a_pause_hides_nothing()
    {
        using var place = Place();
        place.Record(At("2025-12-01"), new NewStatement(new Suspended("artificial-intelligence", null, [], null, null, null, "ICO", "letter")));
        Assert.Throws<QuietOptInException>(() => PolicyPublication.Publish(place.Session, Policy(place, 2, InForce, "under: 18", "under: 16"), null, null));
    }

    [Fact]
    public void a_service_that_was_paused_as_unknown_is_not_taken_out_of_the_pause_by_declaring_it()
    {
        using var place = Place();
        var (id, next) = (Pause(place, "artificial-intelligence", "network"), Policy(place, 2, InForce, "services: [network]", "services: [network, jobs]"));
        var refused = Assert.Throws<RefusedException>(() => PolicyPublication.Publish(place.Session, next, null, null));
        Assert.Equal($"the policy would take the service `jobs`, which no policy knew until now, out of the pause `{id}`", refused.Message);

        place.Record(At("2025-12-01"), new NewStatement(new Lifted(id, null, null, new("a court", "Robin Example"))));
        PolicyPublication.Publish(place.Session, next, null, null);
    }

    [Fact]
    public void a_name_that_comes_back_with_another_meaning_takes_nothing_out_of_a_pause()
    {
        using var place = Place();
        var id = Pause(place, "assist", null);
        PolicyPublication.Publish(place.Session, Policy(place, 2, InForce, "assist: { title: Help }", "help: { title: Help }"), null, null);
        var refused = Assert.Throws<RefusedException>(() => PolicyPublication.Publish(place.Session, Policy(place, 3, InForce), null, null));
        Assert.Equal($"the policy would take the purpose `artificial-intelligence` out of the pause `{id}`, and 1 more", refused.Message);
    }

    [Fact]
    public void somebody_may_answer_for_taking_something_out_of_a_pause()
    {
        using var place = Place();
        Pause(place, "artificial-intelligence", "network");
        PolicyPublication.Publish(place.Session, Policy(place, 2, InForce, "services: [network]", "services: [network, jobs]"), new("jobs was never meant", "Robin Example"), null);
    }

    [Fact]
    public void a_policy_that_only_takes_back_is_published()
    {
        using var place = Place();
        PolicyPublication.Publish(place.Session, Policy(place, 2, InForce, "under: 18", "under: 21", "window: 46d", "window: 60d"), null, null);
        PolicyPublication.Publish(place.Session, Policy(place, 3, InForce, "under: 18", "under: 21", "window: 46d", "window: 90d"), null, null);
    }

    [Fact]
    public void a_consent_is_a_way_in_of_its_own()
    {
        using var place = Place();
        PolicyPublication.Publish(place.Session, Policy(place, 2, InForce, "rules:\n", "rules:\n  - grant: agreed\n    when: { visibility: [public, connections] }\n    basis: consent\n"), null, null);
    }

    [Fact]
    public void a_policy_that_waits_is_compared_with_what_it_will_follow()
    {
        using var place = Place();
        PolicyPublication.Publish(place.Session, Policy(place, 2, InForce, "under: 18", "under: 21", "objection: full", "objection: full\neffective: 2026-02-01"), null, null);
        Assert.Throws<QuietOptInException>(() => PolicyPublication.Publish(place.Session, Policy(place, 3, InForce, "objection: full", "objection: full\neffective: 2026-03-01"), null, null));
        PolicyPublication.Publish(place.Session, Policy(place, 3, InForce, "objection: full", "objection: full\neffective: 2026-01-01"), null, null);
    }

    [Fact]
    public void a_policy_that_waits_lets_nobody_in_again_whom_the_one_before_it_leaves_out()
    {
        using var place = Place();
        PolicyPublication.Publish(place.Session, Policy(place, 2, InForce, "objection: full", "objection: full\neffective: 2027-03-01"), null, null);
        string[] stricter = ["under: 18", "under: 21"];
        var refused = Assert.Throws<RefusedException>(() => PolicyPublication.Publish(place.Session, Policy(place, 3, InForce, stricter[0], stricter[1]), null, null));
        Assert.StartsWith("a policy that was published before takes over at 2027-03-01T00:00:00.000000Z, and would let in whom this one leaves out: people of 18 to 20", refused.Message, StringComparison.Ordinal);

        PolicyPublication.Publish(place.Session, Policy(place, 3, InForce, stricter[0], stricter[1], "objection: full", "objection: full\neffective: 2027-03-01"), null, null);
        PolicyPublication.Publish(place.Session, Policy(place, 4, InForce, stricter[0], stricter[1]), null, null);
    }

    [Fact]
    public void somebody_may_answer_for_a_stricter_policy_before_one_that_waits()
    {
        using var place = Place();
        PolicyPublication.Publish(place.Session, Policy(place, 2, InForce, "objection: full", "objection: full\neffective: 2027-03-01"), null, null);
        PolicyPublication.Publish(place.Session, Policy(place, 3, InForce, "under: 18", "under: 21"), new("at once, the other follows tomorrow", "Robin Example"), null);
    }

    [Fact]
    public void the_refusal_counts_whom_it_is_about()
    {
        using var place = Place();
        place.Record(At("2025-12-01"), Workplace.Member("ann", "GB"), Workplace.Member("bo", "GB"), Workplace.Member("cy", "GB", born: "2009-01-01"), Workplace.Member("di", "DE"), Workplace.Chose("bo", Choice.Objected, "2025-11-01", "train"));
        place.Record(At("2025-12-01"), new NewStatement(new NoticeServed(SubjectId.From("ann")!.Value, new("told", 1)), At("2025-10-01")), new NewStatement(new NoticeServed(SubjectId.From("bo")!.Value, new("told", 1)), At("2025-10-01")));
        var refused = Assert.Throws<QuietOptInException>(() => PolicyPublication.Publish(place.Session, Policy(place, 2, InForce, "served: [US]", "served: [US, GB]"), null, null));
        Assert.Equal([1], refused.Admitted.Select(one => one.Subjects));
        Assert.StartsWith("the policy would let people in who were not told, today 1 person of this ledger:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void a_first_policy_is_compared_with_nothing_at_all()
    {
        using var place = new Workplace();
        Assert.Throws<QuietOptInException>(() => PolicyPublication.Publish(place.Session, Policy(place, 1, InForce, "    after: { notice: told, window: 46d }\n", "", "notices: { told: { version: 1 } }\n", ""), null, null));
        PolicyPublication.Publish(place.Session, Policy(place, 1, InForce), null, null);
    }

    private static Workplace Place()
    {
        var place = new Workplace();
        PolicyPublication.Publish(place.Session, Policy(place, 1, InForce), null, At("2025-10-01"));
        return place;
    }

    private static long Pause(Workplace place, string purpose, string? service)
    {
        place.Record(At("2025-12-01"), new NewStatement(new Suspended(purpose, null, [], service, null, null, "ICO", "letter")));
        return place.Session.Store.Head.Size - 1;
    }

    private static PolicyFile Policy(Workplace place, int version, string text, string from = "", string to = "", string from2 = "", string to2 = "")
    {
        foreach (var (old, replaced) in ((string, string)[])[(from, to), (from2, to2)])
        {
            if (old.Length == 0) continue;
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, replaced, StringComparison.Ordinal);
        }
        return PolicyFile.Read(place.Write($"policy-{version}.yaml", text.Replace("version: 1\nobjection", $"version: {version}\nobjection", StringComparison.Ordinal)));
    }

    private static Instant At(string text) => Workplace.At(text);
}
