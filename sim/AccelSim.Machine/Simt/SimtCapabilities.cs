using System.Collections.Immutable;

namespace AccelSim.Machine.Simt;

/// <summary>Features of the instruction set that not all chips of the family have, as their files and program images name them.</summary>
public static class SimtCapabilities
{
    /// <summary>cp.async: copies from global to shared memory that pass no register.</summary>
    public const string AsyncCopy = "asyncCopy";

    /// <summary>ldmatrix: a warp loads tiles of 8 x 8 from shared memory in the order that matrix instructions want.</summary>
    public const string Ldmatrix = "ldmatrix";

    /// <summary>bf16 factors in matrix instructions.</summary>
    public const string Bf16 = "bf16";

    /// <summary>tf32 factors in matrix instructions.</summary>
    public const string Tf32 = "tf32";

    /// <summary>fp32 factors in matrix instructions.</summary>
    public const string Fp32Mma = "fp32Mma";

    /// <summary>Eight-bit floating point in matrix instructions.</summary>
    public const string Fp8Mma = "fp8Mma";

    public const string MmaM8n8k4 = "mmaM8n8k4";

    public const string MmaM16n8k16 = "mmaM16n8k16";

    /// <summary>Tiles of a warp of 64 threads.</summary>
    public const string Mfma = "mfma";

    /// <summary>Integer factors in matrix instructions.</summary>
    public const string Int8Mma = "int8Mma";

    public const string Fp64Mma = "fp64Mma";

    /// <summary>Asynchronous products of four warps.</summary>
    public const string Wgmma = "wgmma";

    public const string Tma = "tma";

    /// <summary>Barriers in shared memory.</summary>
    public const string Mbarrier = "mbarrier";

    /// <summary>CTAs placed together, with each other's shared memory.</summary>
    public const string Cluster = "cluster";

    /// <summary>Instructions executed once for a warp.</summary>
    public const string Uniform = "uniform";

    /// <summary>All that there are.</summary>
    public static ImmutableArray<string> All { get; } =
        [AsyncCopy, Ldmatrix, Bf16, Tf32, Fp32Mma, Fp8Mma, MmaM8n8k4, MmaM16n8k16, Mfma, Int8Mma, Fp64Mma, Wgmma, Tma, Mbarrier, Cluster, Uniform];

    /// <summary>Capability that a matrix instruction needs; null where it needs none.</summary>
    public static string? Of(string shape, MmaInput input) => input switch
    {
        MmaInput.F64 => Fp64Mma,
        MmaInput.S8 or MmaInput.S4 => Int8Mma,
        MmaInput.F8 => Fp8Mma,
        MmaInput.F32 => Fp32Mma,
        MmaInput.Tf32 => Tf32,
        MmaInput.Bf16 => Bf16,
        _ => shape switch
        {
            "m8n8k4" => MmaM8n8k4,
            "m16n8k16" => MmaM16n8k16,
            _ => null,
        },
    };

    /// <summary>Reports names that are none, and those that do not agree with what the chip has.</summary>
    internal static void Check(SimtChip chip, Action<string, string> report)
    {
        for (var i = 0; i < chip.Capabilities.Length; i++)
        {
            var name = chip.Capabilities[i];
            var key = FormattableString.Invariant($"capabilities[{i}]");
            if (!All.Contains(name))
            {
                report(key, "is unknown" + (Nearest.To(name, All) is { } nearest ? $", did you mean '{nearest}'?" : $"; known: {string.Join(", ", All)}"));
            }
            else if (chip.Capabilities.IndexOf(name) < i)
            {
                report(key, "is given twice");
            }
        }

        var sm = chip.Sm;
        (string Name, bool Has, string Where)[] parts =
        [
            (AsyncCopy, sm.AsyncCopy is not null, "sm.asyncCopy"),
            (Tma, sm.Tma is not null, "sm.tma"),
            (Mbarrier, sm.Mbarrier is not null, "sm.mbarrier"),
            (Cluster, sm.CtaCluster is not null, "sm.ctaCluster"),
            (Wgmma, sm.Tensor?.Wgmma is not null, "sm.tensor.wgmma"),
            (Uniform, sm.Units.ContainsKey(SimtUnit.Uniform), "sm.units.uniform"),
            (Mfma, sm.Tensor?.Kind == TensorCoreKind.Mfma, "sm.tensor.kind: mfma"),
        ];
        foreach (var (name, has, where) in parts.Where(part => part.Has != chip.Capabilities.Contains(part.Name)))
        {
            report("capabilities", has ? $"lack '{name}', which {where} gives the chip" : $"name '{name}' without {where}");
        }

        CheckShapes(chip, report);
    }

    private static void CheckShapes(SimtChip chip, Action<string, string> report)
    {
        var shapes = chip.Sm.Tensor?.Shapes ?? [];
        var needed = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < shapes.Length; i++)
        {
            foreach (var name in shapes[i].Inputs.Select(input => Of(shapes[i].Name, input)).OfType<string>())
            {
                needed.Add(name);
                if (!chip.Capabilities.Contains(name))
                {
                    report(FormattableString.Invariant($"sm.tensor.shapes[{i}]"), $"needs the capability '{name}'");
                }
            }
        }

        foreach (var name in (string[])[Bf16, Tf32, Fp32Mma, Fp8Mma, MmaM8n8k4, MmaM16n8k16, Int8Mma, Fp64Mma])
        {
            if (chip.Capabilities.Contains(name) && !needed.Contains(name) && !ByWarpGroup(chip, name))
            {
                report("capabilities", $"name '{name}' without a matrix instruction that needs it");
            }
        }
    }

    // Eight-bit floating point is multiplied by warp groups only.
    private static bool ByWarpGroup(SimtChip chip, string name) => chip.Sm.Tensor?.Wgmma?.Inputs.Any(input => Of("", input) == name) ?? false;
}
