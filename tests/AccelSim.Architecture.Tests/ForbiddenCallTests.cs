using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AccelSim.Architecture.Tests;

/// <summary>
/// Nothing that decides a simulated number reads the wall clock, draws unseeded randomness or talks to the console. The analyzer refuses such calls in
/// sources; this reads the built assemblies, so that generated code and other overloads are seen as well.
/// </summary>
public sealed class ForbiddenCallTests
{
    /// <summary>Types that must not be mentioned at all.</summary>
    private static readonly string[] Types =
        ["System.Diagnostics.Stopwatch", "System.Collections.Generic.PriorityQueue`2", "System.Threading.Timer", "System.Timers.Timer", "System.Threading.ThreadLocal`1", "System.Threading.AsyncLocal`1"];

    /// <summary>Members, as Type.Member; a trailing star matches the rest.</summary>
    private static readonly string[] Members =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.TimeProvider.get_System", "System.Random.get_Shared", "System.Random..ctor()", "System.Guid.NewGuid", "System.Guid.CreateVersion7",
        "System.Environment.get_TickCount*", "System.Environment.Exit", "System.Environment.FailFast", "System.Environment.GetEnvironmentVariable*",
        "System.Threading.Thread.Sleep", "System.Threading.Tasks.Task.Delay", "System.Console.*", "System.String.GetHashCode*",
        "System.Security.Cryptography.RandomNumberGenerator.*",
    ];

    [Fact]
    public void Simulating_assemblies_make_no_forbidden_call() => Assert.Empty(Assemblies.Deterministic.SelectMany(Forbidden));

    [Fact]
    public void The_scan_finds_a_forbidden_call()
    {
        // This very assembly mentions each of these once, below.
        var found = Forbidden(typeof(ForbiddenCallTests).Assembly.Location).ToArray();
        Assert.Contains(found, line => line.EndsWith("System.Random..ctor()", StringComparison.Ordinal));
        Assert.Contains(found, line => line.EndsWith("System.Environment.get_TickCount64", StringComparison.Ordinal));
        Assert.Contains(found, line => line.EndsWith("System.Diagnostics.Stopwatch", StringComparison.Ordinal));
        Assert.NotNull(Bait);
    }

    private static readonly Func<object> Bait = () => (new Random(), Environment.TickCount64, System.Diagnostics.Stopwatch.GetTimestamp());

    private static IEnumerable<string> Forbidden(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        var name = Path.GetFileNameWithoutExtension(file);
        foreach (var handle in metadata.TypeReferences)
        {
            if (Types.Contains(Name(metadata, handle)))
            {
                yield return $"{name} uses {Name(metadata, handle)}";
            }
        }

        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                var full = $"{Name(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}";
                full = full == "System.Random..ctor" && Parameters(metadata, member) == 0 ? full + "()" : full;
                if (Members.Any(ban => ban.EndsWith('*') ? full.StartsWith(ban[..^1], StringComparison.Ordinal) : full == ban))
                {
                    yield return $"{name} uses {full}";
                }
            }
        }
    }

    private static string Name(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }

    private static int Parameters(MetadataReader metadata, MemberReference member)
    {
        var blob = metadata.GetBlobReader(member.Signature);
        blob.ReadSignatureHeader();
        return blob.ReadCompressedInteger();
    }
}
