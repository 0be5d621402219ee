using Xunit;

namespace Headgate.Tests.Mutation;

/// <summary>Stryker takes away what it changed when it ends; this copies it while it is there.</summary>
public sealed class ChangedAssemblyTests
{
    [Fact]
    public void the_assembly_with_every_change_in_it_is_kept()
    {
        var assembly = typeof(Instant).Assembly.Location;
        File.Copy(assembly, Environment.GetEnvironmentVariable("HEADGATE_CHANGED") ?? throw new InvalidOperationException("HEADGATE_CHANGED says where to"), overwrite: true);
    }
}
