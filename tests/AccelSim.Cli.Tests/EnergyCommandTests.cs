using System.Text.Json;

namespace AccelSim.Cli.Tests;

public sealed class EnergyCommandTests : IDisposable
{
    private const string Copy = """
        .buffer a, f32, 4096, ramp
        .kernel copy, block
        .param a
        .reg a, r1
        .reg n, r2
            ld.param a, a
            li n, 16384
            memcpy.gdram2nram r0, a, n
        .end
        .launch copy, 1 (a)

        """;

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Inspect_lists_the_energy_table_and_the_area_of_a_chip()
    {
        var inspect = Accelsim.Run("inspect", "configs/chips/mlu590-h8.yaml", "--set", "core.scratchpads.wram.size=8 MiB");
        Assert.Equal((0, ""), (inspect.ExitCode, inspect.Error));
        foreach (var part in (string[])["mm2, an estimate", "DRAM channels", "87.5 W", "matrix.fp16", "0.375 pJ", "memories.llc.read", "1.760 pJ", "8 MiB is outside the table"])
        {
            Assert.Contains(part, inspect.Output, StringComparison.Ordinal);
        }

        var graphics = Accelsim.Run("inspect", "configs/chips/h100-pcie.yaml");
        foreach (var part in (string[])["87.5 W", "lanes.fp32", "memories.registers.read", "links.partitionLink"])
        {
            Assert.Contains(part, graphics.Output, StringComparison.Ordinal);
        }

        var bare = Accelsim.Run("inspect", "configs/chips/toy-mlu.yaml", "--set", "energy=", "--set", "area=");
        Assert.DoesNotContain("pJ", bare.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("mm2", bare.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Energy_of_a_run_follows_its_table_and_is_null_without_one()
    {
        var source = _work.Write("copy.asm", Copy);
        var (before, doubled) = (Read(), Read("dram.device.energy.read=2 pJ/bit"));
        Assert.Equal(16384 * 8_000, doubled.GetProperty("energy").GetProperty("femtojoules").GetInt64() - before.GetProperty("energy").GetProperty("femtojoules").GetInt64());
        Assert.Equal(22.5, Math.Round(before.GetProperty("area").GetProperty("squareMillimetres").GetDouble(), 1));
        var without = Read("energy=", "area=");
        Assert.All(["energyJoules", "averageWatts", "energy", "area"], key => Assert.Equal(JsonValueKind.Null, without.GetProperty(key).ValueKind));
        Assert.Equal(before.GetProperty("cycles").GetInt64(), without.GetProperty("cycles").GetInt64());

        JsonElement Read(params string[] sets)
        {
            var run = Accelsim.Run(["run", source, "--chip", "toy-mlu", "--quiet", "--json", .. sets.SelectMany(set => (string[])["--set", set])]);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            return JsonDocument.Parse(run.Output).RootElement;
        }
    }

    [Fact]
    public void A_value_without_unit_is_bad_input()
    {
        var run = Accelsim.Run("run", _work.Write("copy.asm", Copy), "--chip", "toy-mlu", "--set", "energy.static=5");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("energy.static: '5' has no unit; write for example 37.5 W", run.Error, StringComparison.Ordinal);
    }
}
