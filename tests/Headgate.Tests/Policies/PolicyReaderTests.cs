using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>What the reader accepts, and where and how it says what is wrong (semantics.md, Policy file).</summary>
public sealed class PolicyReaderTests
{
    /// <summary>The example of semantics.md, word for word.</summary>
    private const string Example =
        """
        headgate: 1
        policy: career-network
        version: 3
        effective: 2025-09-18
        objection: full
        purposes:
          artificial-intelligence:
            title: Artificial intelligence
            children:
              train-generative-ai: { title: Train AI that writes, dpv: "ai:ModelTraining", aipref: train-ai }
              assist-writing: { title: Help members write }
        content: [post, comment, photo, profile, private-message]
        labels: [trade-union]
        services: [network]
        regions: { waiting: [EEA, CH], uk: [GB] }      # groups may name codes, built-in groups and other groups
        notices:
          gen-ai-2025: { version: 1, title: How we will use what you post, text: notices/gen-ai-2025.md, languages: [en, de] }
        permits: { lease: 60s, on-objection: redo-within 30d }   # or: revoke
        rules:
          - deny: private-messages
            when: { content: private-message }
            because: Private messages are never used for training.
            cites: [platform commitment]
          - deny: minors
            when: { age: { under: 18 } }
          - deny: written-as-a-minor
            when: { age-at-creation: { under: 18 } }
          - deny: sensitive-groups
            when: { labels: trade-union }
          - grant: legitimate-interests
            when: { region: [waiting, uk], visibility: public, purpose: train-generative-ai }
            basis: legitimate-interests
            after: { notice: gen-ai-2025, window: 46d }
            not-before: 2025-11-03
            cites: [GDPR Art. 6(1)(f)]
        """;

    [Fact]
    public void the_example_of_the_semantics_leaves_only_territories_to_other_rules()
    {
        var reading = PolicyReader.Read(Example);
        var territories = Assert.Single(reading.Problems);
        Assert.True(territories.IsWarning);
        Assert.StartsWith("`EEA` does not hold", territories.Problem, StringComparison.Ordinal);
        var policy = Assert.IsType<Policy>(reading.Policy);
        Assert.Equal(("career-network", 3, "2025-09-18T00:00:00.000000Z"), (policy.Name, policy.Version, policy.Effective.ToString()));
        Assert.Equal("artificial-intelligence", policy.Purposes["train-generative-ai"].Parent?.Name);
        Assert.Equal("train-ai", policy.Purposes["train-generative-ai"].AiprefLabel);
        Assert.Equal(38, policy.Groups["waiting"].Count);
        Assert.Equal(new(TimeSpan.FromSeconds(60), TimeSpan.FromDays(30)), policy.Permits);
        Assert.Equal(["private-messages", "minors", "written-as-a-minor", "sensitive-groups", "legitimate-interests"], policy.Rules.Select(rule => rule.Name));
        var grant = Assert.Single(policy.Grants);
        Assert.Equal((LegalBasis.LegitimateInterests, 30), (grant.Basis, grant.Line));
        Assert.Equal(new(new("gen-ai-2025", 1), TimeSpan.FromDays(46)), grant.After);
        Assert.Equal("2025-11-03T00:00:00.000000Z", grant.NotBefore.ToString());
        Assert.Equal(["region", "visibility", "purpose"], grant.When.Select(condition => condition.Field));
        Assert.Equal(39, Assert.IsType<OneOf>(grant.When[0]).Values.Count);
    }

    [Theory]
    [InlineData("headgate: 1", "headgate: §2", "`headgate` must be 1", "`1`")]
    [InlineData("headgate: 1", "headgate: 1\n§polcy: x", "unknown key `polcy` in a policy", "did you mean `policy`?")]
    [InlineData("aipref: train-ai", "§aiprev: train-ai", "unknown key `aiprev` in the purpose `train`", "did you mean `aipref`?")]
    [InlineData("told: { version: 1 }", "told: { version: 1, §titel: x }", "unknown key `titel` in the notice `told`", "did you mean `title`?")]
    [InlineData("lease: 60s", "§leese: 60s", "unknown key `leese` in `permits`", "did you mean `lease`?")]
    [InlineData("effect: full", "effect: full, §full-if-befor: 2025-01-01", "unknown key `full-if-befor` in an objection", "did you mean `full-if-before`?")]
    [InlineData("    basis: consent", "    basis: consent\n    §not-befor: 2025-01-01", "unknown key `not-befor` in a rule", "did you mean `not-before`?")]
    [InlineData("{ content: photo }", "{ content: photo, §vissibility: public }", "unknown key `vissibility` in `when`", "did you mean `visibility`?")]
    [InlineData("{ content: photo }", "{ age: { §udner: 18 } }", "unknown key `udner` in `age`", "did you mean `under`?")]
    [InlineData("{ content: photo }", "{ created: { §form: 2025-01-01, to: 2025-01-02 } }", "unknown key `form` in `created`", "did you mean `from`?")]
    [InlineData("{ content: photo }", "{ content: { §nott: photo, not: post } }", "unknown key `nott` in `content`", "did you mean `not`?")]
    [InlineData("window: 1d }", "§windows: 1d }", "unknown key `windows` in `after`", "did you mean `window`?")]
    public void an_unknown_key_is_named_with_the_nearest(string old, string written, string problem, string help) => Wrong(old, written, problem, help);

    [Theory]
    [InlineData("purpose: train", "purpose: §trian", "`trian` is no purpose of this policy", "did you mean `train`?")]
    [InlineData("{ content: photo }", "{ content: [photo, §phto] }", "`phto` is no kind of content of this policy", "did you mean `photo`?")]
    [InlineData("{ content: photo }", "{ labels: { not: §helth } }", "`helth` is no label of this policy", "did you mean `health`?")]
    [InlineData("{ content: photo }", "{ service: §netwrok }", "`netwrok` is no service of this policy", "did you mean `network`?")]
    [InlineData("{ content: photo }", "{ visibility: §pubic }", "`pubic` is no visibility of this policy", "did you mean `public`?")]
    [InlineData("{ content: photo }", "{ region: §hree }", "`hree` is no region of this policy", "did you mean `here`?")]
    [InlineData("{ content: photo }", "{ region: [US, §gb] }", "`gb` is no region of this policy", "did you mean `GB`?")]
    [InlineData("here: [GB, JE]", "here: [GB, §EUU]", "`EUU` is no region", "did you mean `EU`?")]
    [InlineData("region: CH, effect: full", "region: §CHH, effect: full", "`CHH` is no region of this policy", "did you mean `CH`?")]
    [InlineData("basis: consent", "basis: §consnet", "`consnet` is no basis", "did you mean `consent`?")]
    [InlineData("basis: consent", "basis: §whatever", "`whatever` is no basis", "it can be `consent`, `contract`, `legitimate-interests`")]
    [InlineData("effect: full", "effect: §ful", "`ful` is no effect", "did you mean `full`?")]
    [InlineData("notice: told", "notice: §tolt", "`tolt` is no notice of this policy", "did you mean `told`?")]
    [InlineData("on-objection: revoke", "on-objection: §revok", "`revok` is no answer to an objection", "`revoke`")]
    [InlineData("on-objection: revoke", "on-objection: §redo-within never", "`redo-within never` is no answer to an objection", "`redo-within 30d`")]
    [InlineData("purpose: train", "purpose: §trаin", "`tr\\u0430in` is no purpose of this policy", "did you mean `train`? (U+0430 in it is a Cyrillic letter")]
    [InlineData("{ content: photo }", "{ region: §ＧＢ }", "`\\uff27\\uff22` is no region of this policy", "U+FF27 in it is a full-width form")]
    [InlineData("{ content: photo }", "{ content: §ph\u200Boto }", "`ph\\u200boto` is no kind of content of this policy", "did you mean `photo`? (U+200B in it is a character without width")]
    [InlineData("{ content: photo }", "{ §сontent: photo }", "unknown key `\\u0441ontent` in `when`", "did you mean `content`? (U+0441 in it is a Cyrillic letter")]
    [InlineData("basis: consent", "basis: §consent\u200F", "`consent\\u200f` is no basis", "did you mean `consent`? (U+200F in it is a mark that turns the direction of text")]
    [InlineData("{ content: photo }", "{ age: { under: §１８ } }", "`under` must be a whole number from 1 to 150, not `\\uff11\\uff18`", "U+FF11 in it is a full-width form")]
    [InlineData("window: 1d", "window: §１d", "`window` must be a duration, not `\\uff11d`", "U+FF11 in it is a full-width form")]
    public void an_unknown_word_is_named_with_the_nearest(string old, string written, string problem, string help) => Wrong(old, written, problem, help);

    [Theory]
    [InlineData("assist: { title: Help }", "assist: { children: { §train: } }", "the purpose `train` is declared twice", "line 7")]
    [InlineData("content: [post, photo]", "content: [post, photo, §post]", "the content `post` is declared twice", "line 9")]
    [InlineData("labels: [health]", "labels: [health, §health]", "the label `health` is declared twice", "line 10")]
    [InlineData("services: [network]", "services: [network, §network]", "the service `network` is declared twice", "line 11")]
    [InlineData("told: { version: 1 }", "told: { version: 1 }\n  §told: { version: 2 }", "`told` stands twice", "line 14")]
    [InlineData("- grant: g", "- grant: §d", "the rule `d` is declared twice", "line 18")]
    [InlineData("here: [GB, JE]", "here: [GB, JE], §here: [US]", "`here` stands twice", "line 12")]
    [InlineData("here: [GB, JE]", "here: [GB, JE], §EEA: [US]", "`EEA` is a region already", "name of its own")]
    [InlineData("here: [GB, JE]", "here: [GB, JE], §GB: [US]", "`GB` is a region already", "name of its own")]
    [InlineData("version: 1\n", "version: 1\n§version: 2\n", "`version` stands twice", "line 3")]
    public void a_name_declared_twice_says_where_the_other_stands(string old, string written, string problem, string help) => Wrong(old, written, problem, help);

    [Theory]
    [InlineData("{ content: photo }", "{ age: { under: §0 } }", "`under` must be a whole number from 1 to 150", "")]
    [InlineData("{ content: photo }", "{ age: §{ from: 18, under: 18 } }", "nobody is of this age: this can never hold", "less than")]
    [InlineData("{ content: photo }", "{ age-at-creation: §{ from: 20, under: 18 } }", "nobody is of this age: this can never hold", "less than")]
    [InlineData("{ content: photo }", "{ created: §{ from: 2025-01-02, to: 2025-01-02 } }", "this interval is empty: it can never hold", "after `from`")]
    [InlineData("{ content: photo }", "{ collected: §{ from: 2025-01-03, to: 2025-01-02 } }", "this interval is empty: it can never hold", "after `from`")]
    [InlineData("{ content: photo }", "{ until: §2025-01-01, from: 2025-01-01 }", "`until` is not after `from`: this can never hold", "")]
    [InlineData("{ content: photo }", "{ content: §[] }", "`content` names nothing: this can never hold", "name a kind of content")]
    [InlineData("{ content: photo }", "{ labels: { not: §[] } }", "`labels` names nothing: this always holds", "name a label")]
    [InlineData("{ content: photo }", "{ region: { not: §[here, all-others] } }", "every region is excluded: this can never hold", "fewer")]
    [InlineData("{ content: photo }", "{ content: { not: §[post, photo] } }", "every kind of content is excluded: this can never hold", "fewer")]
    [InlineData("purpose: train", "purpose: { not: §ai }", "every purpose is excluded: this can never hold", "fewer")]
    [InlineData("here: [GB, JE]", "here: [GB, JE], nowhere: §[]", "the group `nowhere` names nothing", "")]
    [InlineData("region: CH, effect: full", "region: §[], effect: full", "`region` names nothing", "everywhere")]
    [InlineData("purpose: train }", "until: 2025-01-01 }\n    not-before: §2025-01-01", "`not-before` is not before `until`", "")]
    [InlineData("purpose: train", "age: { under: 18 }, age-at-creation: §{ from: 18 }", "nobody is younger now than when they wrote: this can never hold", "")]
    [InlineData("purpose: train", "until: 2025-01-01, created: §{ from: 2025-01-01 }", "nothing can have been created after `until`: this can never hold", "")]
    public void what_can_never_hold_is_an_error(string old, string written, string problem, string help) => Wrong(old, written, problem, help);

    [Theory]
    [InlineData("version: 1\n", "version: 1\neffective: 2025-01-01\n", "purpose: train", "until: §2025-01-01", "`until` is not after the policy's `effective`: this can never hold")]
    [InlineData("version: 1\n", "version: 1\neffective: 2025-01-01\n", "{ content: photo }", "{ until: §2024-06-01 }", "`until` is not after the policy's `effective`: this can never hold")]
    [InlineData("", "", "purpose: train", "visibility: §{ not: [public, connections, private] }", "every visibility is excluded, and a grant needs a known one: this can never hold")]
    [InlineData("", "", "purpose: train", "service: §{ not: network }", "every service is excluded, and a grant needs a known one: this can never hold")]
    [InlineData("", "", "purpose: train", "age: §{ not: [{ under: 18 }, { from: 18 }] }", "`age` leaves nothing: this can never hold")]
    [InlineData("", "", "purpose: train", "age-at-creation: §{ not: { from: 0 } }", "`age-at-creation` leaves nothing: this can never hold")]
    [InlineData("", "", "purpose: train", "created: §{ not: [{ to: 2024-01-01 }, { from: 2023-01-01 }] }", "`created` leaves nothing: this can never hold")]
    public void what_no_case_can_meet_is_an_error(string old, string written, string other, string otherWritten, string problem)
    {
        var text = Replaced(other, otherWritten);
        Wrong(old.Length == 0 ? text : text.Replace(old, written, StringComparison.Ordinal), problem, "");
    }

    [Theory]
    [InlineData("{ content: photo }", "{ age: §{ not: [{ under: 18 }, { from: 18 }] } }", "`age` leaves nothing: this holds only where it is unknown")]
    [InlineData("{ content: photo }", "{ age: { under: 18 }, age-at-creation: §{ from: 18 } }", "nobody is younger now than when they wrote: this holds only where one of them is unknown")]
    [InlineData("{ content: photo }", "{ until: 2025-01-01, created: §{ from: 2025-01-01 } }", "nothing can have been created after `until`: this holds only where one of them is unknown")]
    public void a_deny_that_only_the_unknown_meets_is_a_warning(string old, string written, string problem) => Warned(old, written, problem);

    [Theory]
    [InlineData("{ content: photo }", "{ age: { from: 30 }, age-at-creation: { under: 18 } }")]
    [InlineData("{ content: photo }", "{ age: { not: [{ under: 18 }, { from: 19 }] } }")]
    [InlineData("{ content: photo }", "{ created: { not: [{ to: 2024-01-01 }, { from: 2024-01-02 }] } }")]
    [InlineData("{ content: photo }", "{ age: [{ under: 18 }, { from: 18 }] }")]
    [InlineData("purpose: train", "labels: { not: health }")]
    [InlineData("{ content: photo }", "{ age: { from: 13, under: 18 } }")]
    [InlineData("{ content: photo }", "{ age: { under: 19 }, age-at-creation: { from: 18 } }")]
    [InlineData("{ content: photo }", "{ created: { from: 2025-01-01 }, collected: { to: 2024-01-01 } }")]
    [InlineData("{ content: photo }", "{ until: 2025-01-01, created: { to: 2026-01-01 } }")]
    [InlineData("{ content: photo }", "{ until: 2025-01-01, collected: { from: 2025-06-01 } }")]
    [InlineData("{ content: photo }", "{ visibility: { not: [public, connections, private] } }")]
    [InlineData("{ content: photo }", "{ service: { not: network } }")]
    [InlineData("{ content: photo }", "{ labels: { not: health } }")]
    [InlineData("{ content: photo }", "{ purpose: { not: train } }")]
    [InlineData("{ content: photo }", "{ region: { not: [NO, EEA] } }")]
    [InlineData("{ content: photo }", "{ region: NO }")]
    [InlineData("effect: full", "effect: prospective, full-if-before: 2025-01-01")]
    [InlineData("purpose: train }", "until: 2025-01-02 }\n    not-before: 2025-01-01")]
    [InlineData("objection: [{ region: CH, effect: full }]", "objection: prospective")]
    [InlineData("objection: [{ region: CH, effect: full }]", "objection:")]
    [InlineData("permits: { lease: 60s, on-objection: revoke }", "")]
    [InlineData("headgate: 1", "\uFEFFheadgate: 1")]
    [InlineData("headgate: 1", "%YAML 1.2\n---\nheadgate: 1")]
    [InlineData("version: 1\n", "version:\t1\t# a tab that indents nothing\n")]
    public void what_can_hold_is_no_error(string old, string written)
    {
        var reading = Read(Replaced(old, written));
        Assert.Empty(reading.Problems);
        Assert.NotNull(reading.Policy);
    }

    [Theory]
    [InlineData("aipref: train-ai", "aipref: §train-al", "`train-al` is no category of AIPREF: hardly any content will speak of it", "did you mean `train-ai`?")]
    [InlineData("aipref: train-ai", "aipref: §TRAIN-AI", "`TRAIN-AI` is no category of AIPREF: hardly any content will speak of it", "did you mean `train-ai`?")]
    [InlineData("aipref: train-ai", "aipref: §genai", "`genai` is no category of AIPREF: hardly any content will speak of it", "it can be `search`, `train-ai`")]
    [InlineData("aipref: train-ai", "dpv: §ModelTraining", "`ModelTraining` is no term of the Data Privacy Vocabulary", "write a prefix and a term, such as `ai:ModelTraining`")]
    [InlineData("aipref: train-ai", "dpv: §\"ai:ModelTrainning\"", "`ai:ModelTrainning` is no term of the Data Privacy Vocabulary", "did you mean `ai:ModelTraining`?")]
    [InlineData("aipref: train-ai", "dpv: §\"ai:modeltraining\"", "`ai:modeltraining` is no term of the Data Privacy Vocabulary", "did you mean `ai:ModelTraining`?")]
    [InlineData("aipref: train-ai", "dpv: §\"ai: ModelTraining\"", "`ai: ModelTraining` is no term of the Data Privacy Vocabulary", "did you mean `ai:ModelTraining`?")]
    public void a_term_that_no_vocabulary_knows_is_a_warning(string old, string written, string problem, string help) => Assert.Contains(help, Warned(old, written, problem).Help, StringComparison.Ordinal);

    [Theory]
    [InlineData("dpv: \"ai:ModelFineTuning\"")]
    [InlineData("dpv: ai:ModelTraining")]
    [InlineData("dpv: dpv:ServicePersonalisation")]
    [InlineData("dpv: eu-gdpr:A6-1-f")]
    [InlineData("aipref: search")]
    [InlineData("aipref:")]
    public void a_term_that_there_can_be_is_not_warned_of(string written) => Assert.Empty(Read(Replaced("aipref: train-ai", written)).Problems);

    [Theory]
    [InlineData("version: 1\n", "version: 1\neffective: §2025-02-30\n", "`effective` must be a date that exists, not `2025-02-30`", "2025-11-03")]
    [InlineData("{ content: photo }", "{ from: §2025-13-01 }", "`from` must be a date that exists, not `2025-13-01`", "")]
    [InlineData("{ content: photo }", "{ created: { to: §2023-02-29 } }", "`to` must be a date that exists, not `2023-02-29`", "")]
    [InlineData("effect: full", "effect: full, full-if-before: §yesterday", "`full-if-before` must be a date that exists, not `yesterday`", "")]
    [InlineData("basis: consent", "basis: consent\n    not-before: §2025-11-03T25:00", "`not-before` must be a date that exists", "")]
    [InlineData("window: 1d", "window: §1w", "`window` must be a duration", "`46d`")]
    [InlineData("lease: 60s", "lease: §soon", "`lease` must be a duration", "")]
    [InlineData("lease: 60s", "lease: §0s", "a lease of no time can never be held", "")]
    [InlineData("version: 1\n", "version: §one\n", "`version` must be a whole number from 1", "")]
    [InlineData("version: 1\n", "version: §99999999999\n", "`version` must be a whole number from 1", "")]
    public void a_value_that_is_none_says_what_was_expected(string old, string written, string problem, string help) => Wrong(old, written, problem, help);

    [Theory]
    [InlineData("    basis: consent\n", "", "a grant needs a `basis`", "`consent`, `legitimate-interests`, `contract`", 20, 5)]
    [InlineData("headgate: 1\n", "", "`headgate` is missing", "add `headgate:`", 1, 1)]
    [InlineData("policy: p\n", "policy:\n", "`policy` is missing", "add `policy:`", 1, 1)]
    public void what_is_missing_is_named(string old, string written, string problem, string help, int line, int column)
    {
        var found = Assert.Single(Read(Replaced(old, written)).Problems);
        Assert.Equal((line, column, problem), (found.Line, found.Column, found.Problem));
        Assert.Contains(help, found.Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("    when: { content: photo }", "    when: { content: photo }\n    basis: §consent", "a deny has no `basis`", "grant")]
    [InlineData("    when: { content: photo }", "    when: { content: photo }\n    after: §{ notice: told }", "a deny has no `after`", "grant")]
    [InlineData("- deny: d", "- §deny: d\n    grant: e", "a rule must be either a deny or a grant", "")]
    [InlineData("- deny: d\n    when", "- §when", "a rule must be either a deny or a grant", "")]
    [InlineData("- deny: d", "- §just a text\n  - deny: d", "a rule must be a mapping", "")]
    [InlineData("- deny: d", "- deny: §a b", "`a b` is no name", "letters a to z")]
    [InlineData("- deny: d", "- deny: §dеny", "`d\\u0435ny` is no name", "letters a to z")]
    [InlineData("content: [post, photo]", "content: [post, photo, §pоst]", "`p\\u043est` is no name", "letters a to z")]
    [InlineData("assist: { title: Help }", "§tráin: { title: Help }", "`tr\\u00e1in` is no name", "letters a to z")]
    [InlineData("here: [GB, JE]", "here: [GB, JE], §ＧＢ: [US]", "`\\uff27\\uff22` is no name", "letters a to z")]
    [InlineData("told: { version: 1 }", "told: { version: 1 }\n  §other: { version: 1 }", "no rule asks for the notice `other`", "drop it")]
    [InlineData("told: { version: 1 }", "§told: { title: x }", "the notice `told` has no version", "`version: 1`")]
    [InlineData("here: [GB, JE]", "here: [GB, there], there: [§here]", "the group `there` holds itself", "take `here` out")]
    [InlineData("here: [GB, JE]", "here: [GB, §here]", "the group `here` holds itself", "take `here` out")]
    [InlineData("when: { content: photo }", "when:§", "`when` says nothing", "drop the line")]
    [InlineData("after: { notice: told, window: 1d }", "after: { notice: told, window: 1d }\n  - grant: h\n    basis: consent\n    after:§", "`after` says nothing", "drop the line")]
    [InlineData("after: { notice: told, window: 1d }", "after: { notice: told, window: 1d }\n  - grant: h\n    basis: consent\n    after: §{ window: 1d }", "`after` names no notice", "")]
    [InlineData("{ content: photo }", "{ age: §18 }", "`age` must be a mapping", "")]
    [InlineData("{ content: photo }", "{ age: §{} }", "`age` says nothing", "under: 18")]
    [InlineData("{ content: photo }", "{ created: §{} }", "`created` says nothing", "from:")]
    [InlineData("{ content: photo }", "{ content: §{ } }", "`content` must be a value, a list, or `{not: …}`", "")]
    [InlineData("{ content: photo }", "{ content: [§[photo]] }", "`content` must be a text or a list of texts", "")]
    [InlineData("{ content: photo }", "{ region: §}", "`region` must be a text or a list of texts", "")]
    [InlineData("objection: [{ region: CH, effect: full }]", "objection: §{ CH: full }", "`objection` must be `full` or a list", "")]
    [InlineData("objection: [{ region: CH, effect: full }]", "objection: §fully", "`fully` is no objection", "did you mean `full`?")]
    [InlineData("objection: [{ region: CH, effect: full }]", "objection: [§{ region: CH }]", "`effect` is missing", "")]
    public void a_rule_or_name_of_the_wrong_form_is_an_error(string old, string written, string problem, string help) => Wrong(old, written, problem, help);

    [Fact]
    public void rules_that_are_no_list_are_an_error()
    {
        var text = Base[..Base.IndexOf("rules:", StringComparison.Ordinal)].Replace("notices:\n  told: { version: 1 }\n", "", StringComparison.Ordinal);
        Wrong(text + "rules: §{ deny: d }\n", "`rules` must be a list", "- deny: name");
    }

    [Fact]
    public void every_error_is_told_at_once_in_the_order_of_the_file()
    {
        var problems = Read(Base.Replace("photo", "foto", StringComparison.Ordinal).Replace("version: 1\n", "version: x\n", StringComparison.Ordinal)
            .Replace("content: [post, foto]", "content: [post]", StringComparison.Ordinal).Replace("consent", "assent", StringComparison.Ordinal)).Problems;
        Assert.Equal([3, 19, 22], problems.Select(problem => problem.Line));
    }

    [Fact]
    public void nobody_is_told_more_than_a_hundred_errors()
    {
        var reading = Read(Replaced("here: [GB, JE]", $"here: [{string.Join(", ", Enumerable.Range(0, 5000).Select(i => $"Z{i}"))}]"));
        Assert.Null(reading.Policy);
        Assert.Equal(100, reading.Problems.Count);
    }

    [Fact]
    public void warnings_keep_nobody_from_publishing()
    {
        var many = string.Concat(Enumerable.Range(0, 150).Select(i => $"  - deny: uk{i}\n    when: {{ region: UK }}\n"));
        var reading = Read(Base + many);
        Assert.NotNull(reading.Policy);
        Assert.All(reading.Problems, problem => Assert.True(problem.IsWarning));
        Assert.Equal(100, reading.Problems.Count);
    }

    /// <summary>A small policy without problems. A test writes something else into it, and § where the problem must be found.</summary>
    private const string Base =
        """
        headgate: 1
        policy: p
        version: 1
        purposes:
          ai:
            children:
              train: { aipref: train-ai }
              assist: { title: Help }
        content: [post, photo]
        labels: [health]
        services: [network]
        regions: { here: [GB, JE], all-others: [OTHERS] }
        notices:
          told: { version: 1 }
        objection: [{ region: CH, effect: full }]
        permits: { lease: 60s, on-objection: revoke }
        rules:
          - deny: d
            when: { content: photo }
          - grant: g
            when: { purpose: train }
            basis: consent
            after: { notice: told, window: 1d }

        """;

    private static string Others { get; } = string.Join(", ", IsoCountries.Codes.Where(code => code is not ("GB" or "JE")));

    private static string Replaced(string old, string written)
    {
        Assert.Contains(old, Base, StringComparison.Ordinal);
        var at = Base.IndexOf(old, StringComparison.Ordinal);
        return Base[..at] + written + Base[(at + old.Length)..];
    }

    private static void Wrong(string old, string written, string problem, string help) => Wrong(Replaced(old, written), problem, help);

    private static void Wrong(string marked, string problem, string help)
    {
        var (reading, line, column) = ReadMarked(marked);
        Assert.Null(reading.Policy);
        var found = Assert.Single(reading.Problems);
        Assert.False(found.IsWarning);
        Assert.StartsWith(problem, found.Problem, StringComparison.Ordinal);
        Assert.Equal((line, column), (found.Line, found.Column));
        Assert.Contains(help, found.Help, StringComparison.Ordinal);
    }

    private static PolicyProblem Warned(string old, string written, string problem)
    {
        var (reading, line, column) = ReadMarked(Replaced(old, written));
        Assert.NotNull(reading.Policy);
        var found = Assert.Single(reading.Problems);
        Assert.True(found.IsWarning);
        Assert.Equal((line, column, problem), (found.Line, found.Column, found.Problem));
        return found;
    }

    private static PolicyReading Read(string text) => PolicyReader.Read(text.Replace("OTHERS", Others, StringComparison.Ordinal));

    private static (PolicyReading Reading, int Line, int Column) ReadMarked(string marked)
    {
        var at = marked.IndexOf('§', StringComparison.Ordinal);
        var before = marked[..at].Split('\n');
        return (Read(marked.Remove(at, 1)), before.Length, before[^1].Length + 1);
    }
}
