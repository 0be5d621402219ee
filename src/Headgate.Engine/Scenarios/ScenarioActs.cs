using System.Globalization;
using Headgate.Stores;

namespace Headgate.Engine.Scenarios;

/// <summary>Does what a story says, as the commands do it.</summary>
internal sealed class ScenarioActs(Scenario scenario, Session session, ScenarioWorld world, List<Outcome> outcomes)
{
    /// <returns>What came of it.</returns>
    public string Do(ScenarioAct act) => act switch
    {
        PublishAct publish => Publish(publish),
        SuspendAct suspend => Suspend(suspend),
        LiftAct lift => Lift(lift),
        NoticeAct notice => Notice(notice),
        ConcernAct concern => Concern(concern),
        FollowUpAct followUp => FollowUp(followUp),
        CommitAct commit => Commit(commit),
        MemberAct member => Member(member),
        ChooseAct choose => Chosen(choose),
        PostAct post => Post(post),
        _ => throw new ArgumentException($"nothing is known of an act in line {act.Line}", nameof(act)),
    };

    private string Publish(PublishAct act)
    {
        var file = PolicyFile.Read(Path.Combine(scenario.Folder, act.File));
        if (act.Refused is PolicyRefusal.Objection)
            return Refused(act, "refused: it lets in who had objected", Published, refusal => refusal is QuietOptInException { Admitted: var admitted } && admitted.Any(one => one.OptIn.AgainstObjection));
        if (act.Refused is PolicyRefusal.QuietOptIn)
            return Refused(act, "refused: a quiet opt-in", Published, refusal => refusal is QuietOptInException { Admitted: var admitted } && !admitted.All(one => one.OptIn.AgainstObjection));
        return Done(act, "published", Published) is null
            ? ""
            : Text($"version {file.Policy!.Version} published {(act.Override is { } by ? $"by override, for which {by.By} answers: {by.Reason}" : "in the ordinary way")}");

        Appended Published() => PolicyPublication.Publish(session, file, act.Override, null);
    }

    private string Suspend(SuspendAct act)
    {
        var reach = SuspensionActs.ReachOf(session, act.Request);
        world.Suspensions[act.Name] = SuspensionActs.Suspend(session, act.Request, null).First;
        return Text($"{act.Request.Authority}: touches {Count(reach.Subjects, "person", "people")} and {Count(reach.DataSets, "sealed data set", "sealed data sets")}");
    }

    private string Lift(LiftAct act)
    {
        if (act.IsRefused) return Refused(act, "refused: nobody was told", Lifted, _ => true);
        return Done(act, "lifted", Lifted) is null ? "" : act.After is { } notice ? Text($"`{act.Name}` lifted for those told by {notice}, {(act.Window ?? TimeSpan.Zero).TotalDays:0} days later") : $"`{act.Name}` lifted by override, for which {act.Override!.By} answers";

        Appended Lifted() => SuspensionActs.Lift(session, world.Suspensions[act.Name], act.After, act.Window, act.Override, null);
    }

    private string Notice(NoticeAct act)
    {
        var version = Notices.Find(session, act.Notice, null);
        var to = act.To.Regions.Count == 0 ? act.To.Subjects : [.. Addressed(act.To.Regions)];
        session.Store.Append(to.Select(subject => new NewStatement(act.IsBounce ? new NoticeBounced(subject, version) : new NoticeServed(subject, version), act.When)), session.Now);
        return Text($"{version} {(act.IsBounce ? "came back from" : "served to")} {Count(to.Count, "person", "people")}");
    }

    /// <summary>The active members of some regions. Whoever has objected is not addressed again.</summary>
    private IEnumerable<SubjectId> Addressed(IReadOnlySet<string> regions)
    {
        var terms = session.TermsOf(scenario.Purpose, session.MomentOf(null, null));
        foreach (var (subject, statements) in session.Store.BySubject(session.Store.Head.Size))
            if (StandingFold.At(statements, session.Now) is { Status: SubjectStatus.Active } standing
                && standing.Regions.Any(region => regions.Contains(region.Code)) && standing.ObjectedSince(terms.Purpose) is null)
                yield return subject;
    }

    private string Concern(ConcernAct act)
    {
        world.Concerns[act.Name] = ConcernActs.Open(session, act.Authority, act.Text, act.Due, act.Reference, null).First;
        return $"{act.Authority}: {act.Text}";
    }

    private string FollowUp(FollowUpAct act)
    {
        switch (act.Kind)
        {
            case Scenarios.FollowUp.Answer: ConcernActs.Answer(session, world.Concerns[act.Name], act.Text, act.Reference, null); break;
            case Scenarios.FollowUp.Close: ConcernActs.Close(session, world.Concerns[act.Name], act.Text, act.Reference, null); break;
            default: ConcernActs.Fulfil(session, world.Commitments[act.Name], act.Text, act.Reference, null); break;
        }
        return act.Text;
    }

    private string Commit(CommitAct act)
    {
        world.Commitments[act.Name] = ConcernActs.Commit(session, act.Concern is { } concern ? world.Concerns[concern] : null, act.Authority, act.Text, act.Due, act.Reference, null).First;
        return Text($"{act.Text}{(act.Due is { } due ? $", by {due:yyyy-MM-dd}" : "")}");
    }

    private string Member(MemberAct act)
    {
        session.Store.Append([new NewStatement(act.Said)], session.Now);
        var regions = string.Join(", ", (act.Said.Regions ?? []).Select(region => region.Code));
        return act.Verb switch { "join" => $"{act.Said.Subject}{(regions.Length > 0 ? $", {regions}" : "")}", "move" => $"{act.Said.Subject} to {regions}", _ => $"{act.Said.Subject}" };
    }

    private string Chosen(ChooseAct act)
    {
        foreach (var subject in act.Subjects) Choosing.Choose(session, subject.Value, act.Purpose, act.Choice, act.When, act.Channel, null);
        return $"{string.Join(", ", act.Subjects)}{(act.Channel is { } channel ? $", by {channel}" : "")}";
    }

    private string Post(PostAct act)
    {
        world.Post(act.Record, act.Text);
        return $"{act.Record.Id}: a {act.Record.Visibility ?? "perhaps public"} {act.Record.Kind} by {act.Record.Author?.Value ?? "nobody"}{(act.Record.Others.Count > 0 ? $" about {string.Join(", ", act.Record.Others.Select(other => other?.Value ?? "somebody"))}" : "")}";
    }

    /// <param name="why">Whether it was refused for what the story says.</param>
    private string Refused(ScenarioAct act, string expected, Func<Appended> attempt, Func<RefusedException, bool> why)
    {
        try
        {
            attempt();
            outcomes.Add(new(act.Line, session.Now, expected, "it was taken", false));
            return "not refused";
        }
        catch (RefusedException refusal)
        {
            outcomes.Add(new(act.Line, session.Now, expected, refusal.Message, why(refusal)));
            return $"refused: {refusal.Message.Split('\n')[0].TrimEnd(':')}";
        }
    }

    /// <returns>Null, with an outcome that does not hold, where it was refused.</returns>
    private Appended? Done(ScenarioAct act, string expected, Func<Appended> attempt)
    {
        try
        {
            return attempt();
        }
        catch (RefusedException refusal)
        {
            outcomes.Add(new(act.Line, session.Now, expected, $"refused: {refusal.Message}", false));
            return null;
        }
    }

    private static string Count(long count, string one, string several) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : several)}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
