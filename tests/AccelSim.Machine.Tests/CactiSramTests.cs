using System.Globalization;

namespace AccelSim.Machine.Tests;

public sealed class CactiSramTests
{
    private static readonly CactiProcess[] Processes = [CactiProcess.Cacti22nm, CactiProcess.Cacti32nm, CactiProcess.Cacti45nm];

    [Fact]
    public void Rows_of_the_reference_table_are_met_exactly()
    {
        var lines = File.ReadAllLines(SharedData.Require("reference", "mem", "cacti_sram.csv"));
        var rows = lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','))
            .Select(cells => (Process: $"Cacti{cells[0]}nm", Bytes: long.Parse(cells[1], CultureInfo.InvariantCulture), Bits: int.Parse(cells[2], CultureInfo.InvariantCulture),
                Read: Attojoules(cells[5]), Write: Attojoules(cells[6])))
            .GroupBy(row => (row.Process, row.Bytes)).Select(group => group.MaxBy(row => row.Bits)).ToList();
        Assert.Equal(3 * 9, rows.Count);
        Assert.All(rows, row =>
        {
            var process = Enum.Parse<CactiProcess>(row.Process);
            Assert.Equal((long)Math.Round(row.Read * 8 / row.Bits), CactiSram.Read(process, row.Bytes));
            Assert.Equal((long)Math.Round(row.Write * 8 / row.Bits), CactiSram.Write(process, row.Bytes));
        });

        static decimal Attojoules(string nanojoules) => decimal.Parse(nanojoules, CultureInfo.InvariantCulture) * 1_000_000_000;
    }

    [Fact]
    public void Between_two_rows_the_logarithm_is_linear()
    {
        foreach (var process in Processes)
        {
            var (low, high) = ((double)CactiSram.Read(process, 1 << 20), (double)CactiSram.Read(process, 2 << 20));
            var middle = CactiSram.Read(process, (long)Math.Round((1 << 20) * Math.Sqrt(2)));
            Assert.Equal(Math.Sqrt(low * high), middle, 2.0);
            Assert.InRange(CactiSram.Read(process, 768 * 1024), CactiSram.Read(process, 512 * 1024), CactiSram.Read(process, 1 << 20));
        }
    }

    [Fact]
    public void A_known_point_is_the_one_of_the_facts()
    {
        // 1 MiB, 22 nm, 1024 bit: 203.773 pJ per read of 128 B.
        Assert.Equal(1_591_977, CactiSram.Read(CactiProcess.Cacti22nm, 1 << 20));
    }

    [Theory]
    [InlineData(8191)]
    [InlineData((4 << 20) + 1)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Outside_the_table_there_is_no_value(long bytes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CactiSram.Write(CactiProcess.Cacti45nm, bytes));
}
