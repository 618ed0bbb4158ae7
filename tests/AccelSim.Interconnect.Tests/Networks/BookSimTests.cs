namespace AccelSim.Interconnect.Tests;

public class BookSimTests
{
    [Fact]
    public void Random_numbers_are_those_of_Knuths_test()
    {
        // The Art of Computer Programming, volume 2, section 3.6: the first of batch 2010 after seed 310952; 100 of each batch are used.
        var random = new LaggedRandom(310952);
        for (var i = 0; i < 2009 * 100; i++)
        {
            random.NextWhole();
            random.NextFraction();
        }

        Assert.Equal(995235265, random.NextWhole());
        Assert.Equal(0.36410514377569680455, random.NextFraction());
    }

    [Fact]
    public void Flit_mode_repeats_BookSims_runs_packet_for_packet()
    {
        foreach (var row in BookSimSample.Rows)
        {
            var result = BookSimSample.RunFlits(BookSimSample.Parse(row.Config), row.Rate);
            Assert.Equal(row.Packets, result.Packets);
            Assert.Equal(1, result.Latency / row.Latency, 5);
            Assert.Equal(1, result.Hops / row.Hops, 5);
            Assert.Equal(1, result.Accepted / row.Accepted, 5);
        }
    }

    [Fact]
    public void Reservation_mode_stays_near_flit_mode_below_saturation()
    {
        foreach (var row in BookSimSample.Rows.Where(r => r.Rate is > 0 and < 0.31 && !r.Config.Contains("fly", StringComparison.Ordinal)))
        {
            var result = BookSimSample.RunReserved(BookSimSample.Parse(row.Config), row.Rate);
            Assert.InRange(result.Latency / row.Latency, 0.92, 1.08);
        }
    }

    [Theory]
    [InlineData("mesh8x8_uniform_p1")]
    [InlineData("mesh8x8_uniform_rd0spec_p5")]
    [InlineData("torus8x8_uniform_p5")]
    [InlineData("fly4ary3_uniform_p5")]
    [InlineData("mesh8x8_hotspot4c5w_p5")]
    [InlineData("mesh8x8_uniform_vc1_p5")]
    public void Flit_mode_repeats_reference_curves(string name)
    {
        var folder = SharedData.Require("reference", "noc");
        var file = BookSimFile.Parse(name, File.ReadAllText(Path.Combine(folder, name + ".cfg")));
        foreach (var line in File.ReadLines(Path.Combine(folder, name + ".csv")).Skip(1))
        {
            // The traffic column may hold a comma between quotes; what follows it is counted from the end.
            var cells = line.Split(',');
            var (last, latency) = (cells.Length, cells[1] == "latency");
            if (cells[last - 18] == "0")
            {
                continue; // Not stable: BookSim prints the latency of an earlier sample.
            }

            var result = BookSimSample.RunFlits(file, (latency ? 1 : -1) * Number(cells[last - 19]));
            Assert.Equal(1, result.Latency / Number(cells[last - 17]), 5);
            Assert.Equal(1, result.Accepted / Number(cells[last - 11]), 5);
        }
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
