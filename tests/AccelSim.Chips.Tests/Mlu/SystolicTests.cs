using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Chips.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>The systolic forms against the cycles that SCALE-Sim v2 and v3 print for the layers of public networks.</summary>
public class SystolicTests
{
    [Fact]
    public void Cycles_equal_the_committed_sample_of_SCALE_Sim_tables() =>
        Assert.Equal(0, Mismatches(Repository.File("tests", "AccelSim.Chips.Tests", "Mlu", "scalesim_sample.csv"), atLeast: 50));

    [Fact]
    public void Cycles_equal_all_SCALE_Sim_tables() =>
        Assert.Equal(0, Mismatches(SharedData.Require("reference", "npu", "scalesim", "scalesim_v2v3_closedform_cycles.csv"), atLeast: 1000));

    private static int Mismatches(string file, int atLeast)
    {
        var rows = 0;
        var mismatches = 0;
        foreach (var line in File.ReadLines(file).Skip(1))
        {
            var cells = line.Split(',');
            long Number(int column) => long.Parse(cells[column], CultureInfo.InvariantCulture);
            var timing = new SystolicMatrixTiming(new SystolicMatrixSpec
            {
                StartOverhead = new Cycles(0),
                Rounding = MatrixRounding.HalfToEven,
                Rows = (int)Number(5),
                Columns = (int)Number(6),
                Dataflow = cells[7] switch
                {
                    "os" => SystolicDataflow.OutputStationary,
                    "ws" => SystolicDataflow.WeightStationary,
                    _ => SystolicDataflow.InputStationary,
                },
                MacsPerCell = ImmutableSortedDictionary<MacFormat, int>.Empty.Add(MacFormat.Int8, 1),
            });
            rows++;
            mismatches += timing.Cycles(MacFormat.Int8, Number(2), Number(4), Number(3), 1) == Number(8) ? 0 : 1;
        }

        Assert.True(rows >= atLeast, $"only {rows} rows in {file}");
        return mismatches;
    }
}
