using AccelSim.Machine;
using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>
/// The chip file for each name that measurements give a chip. PCIe cards of V100 run at 1380 MHz; that of A100-80 has memory at 3024 MT/s (1935 GB/s).
/// </summary>
internal sealed class OperatorChips
{
    private static readonly (string Name, string File, string[] Set)[] Known =
    [
        ("A100-SXM4-80GB", "a100-sxm4-80", []),
        ("A100-80GB", "a100-sxm4-80", []),
        ("A100-PCIE-80GB", "a100-sxm4-80", ["dram.device.dataRate=3024 MT/s", "dram.device.timings.clock=1512 MHz"]),
        ("A100-SXM4-40GB", "a100-sxm4-40", []),
        ("A100-PCIE-40GB", "a100-sxm4-40", []),
        ("V100-SXM2-DGX1", "v100-sxm2", []),
        ("V100-PCIE-32GB", "v100-sxm2", ["clock=1380 MHz"]),
        ("H100-SXM-80GB", "h100-sxm5", []),
        ("H100-80GB", "h100-sxm5", []),
        ("H100-PCIE-80GB", "h100-pcie", []),
    ];

    private readonly Dictionary<string, SimtChip?> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);

    /// <summary>Knows the shipped files, and those named as <c>NAME=FILE</c>.</summary>
    /// <exception cref="UsageException">One is not named so, or its file cannot be read.</exception>
    public OperatorChips(IEnumerable<string> named, IReadOnlyList<OperatorRow> rows)
    {
        foreach (var text in named)
        {
            if (text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at) || at == text.Length - 1)
            {
                throw new UsageException($"--chip {text}: write NAME=FILE, the name of a chip in the measurements and its chip file: --chip A100-SXM4-80GB=my-a100.yaml");
            }

            var (name, file) = (text[..at], text[(at + 1)..]);
            var there = rows.Select(row => row.Chip).Distinct().ToList();
            if (!there.Contains(name))
            {
                var advice = Nearest.To(name, there) is { } nearest ? $"; did you mean '{nearest}'?" : "";
                throw new UsageException($"--chip {text}: no row was measured on a chip '{name}'{advice}");
            }

            _named[name] = file;
            _read[name] = Load(file, []);
        }
    }

    /// <summary>The chip that stands for a name; null where there is none.</summary>
    public SimtChip? Of(string name)
    {
        if (!_read.TryGetValue(name, out var chip))
        {
            var known = Array.Find(Known, entry => entry.Name == name);
            _read.Add(name, chip = known.File is null ? null : Load(known.File, known.Set));
        }

        return chip;
    }

    private static SimtChip Load(string file, string[] set) => ChipFile.Load(ConfigFiles.Chip(file), set) as SimtChip
        ?? throw new UsageException($"{file}: is not of the simt family; operators are compiled for chips of that family only");
}
