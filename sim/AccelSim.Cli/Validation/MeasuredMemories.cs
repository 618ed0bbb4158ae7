using System.Globalization;
using AccelSim.Machine;
using AccelSim.Memory;
using AccelSim.Reports;
using CsvHelper;

namespace AccelSim.Cli;

/// <summary>
/// What streams reach on the memories of real chips (<c>measured.csv</c>: a memory file, a pattern of <c>membench</c>, GB/s, role, source, remark).
/// </summary>
internal static class MeasuredMemories
{
    private const double Gate = 0.05;

    /// <summary>So long that what is on its way when measuring begins and ends does not matter.</summary>
    private const long Bytes = 64 << 20;

    /// <summary>The rows of a table, each as something to run.</summary>
    public static List<(string Name, Func<CancellationToken, IEnumerable<ValidationRow>> Run)> Read(string table)
    {
        try
        {
            var runs = new List<(string, Func<CancellationToken, IEnumerable<ValidationRow>>)>();
            CsvTable.EachComplete(table, cell =>
            {
                var (memory, pattern, role, source, remark) = (cell("memory"), cell("pattern"), cell("role"), cell("source"), cell("remark"));
                var measured = double.Parse(cell("measured"), CultureInfo.InvariantCulture);
                var point = new DramBench(DramBinding.Bind(MemoryFile.Load(ConfigFiles.Memory(memory)).Dram), new DramBenchOptions { Bytes = Bytes })
                    .Points([pattern]).FirstOrDefault(p => p.Label.Length == 0)
                    ?? throw new FormatException($"there is no pattern '{pattern}' of one point; there are read, write, copy, mix, row-hits and row-conflict");
                if (role is not ("gate" or "calibration" or "report"))
                {
                    throw new FormatException($"there is no role '{role}'; there are gate, calibration and report");
                }

                runs.Add(($"{memory} {pattern}", cancellation =>
                    [new ValidationRow($"{pattern} rate", memory, "GB/s", measured, point.Run(cancellation).BytesPerSecond / 1e9, role == "gate" ? Gate : null, role, source, remark)]));
            });
            return runs;
        }
        catch (Exception e) when (e is FormatException or CsvFormatException or IOException or ArgumentException or OverflowException)
        {
            throw new UsageException($"{table}: {e.Message}");
        }
    }
}
