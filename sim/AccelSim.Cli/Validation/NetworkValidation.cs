using System.Globalization;
using AccelSim.Interconnect;
using AccelSim.Reports;
using CsvHelper;

namespace AccelSim.Cli;

/// <summary>
/// Repeats BookSim 2 curves: a folder of <c>NAME.cfg</c> (BookSim's own configuration) and <c>NAME.csv</c> (one row per rate) in both modes.
/// </summary>
internal static class NetworkValidation
{
    private const double LatencyGate = 0.03;
    private const double PastSaturationGate = 0.05;
    private const double ReservedLatencyGate = 0.08;
    private const double ReservedSaturationGate = 0.10;
    private const double ReservedUpTo = 0.6;
    private const double KneeFactor = 3;
    private const int ReservedChannels = 4;

    // Packets that share an output take turns flit by flit there; here the first to come is served whole. docs/validation.md.
    private static readonly (string Name, double Rate)[] Accepted = [("xbar32_uniform_vc4_p5", 0.3)];

    private sealed record Curve(BookSimFile File, IReadOnlyList<Point> Points)
    {
        /// <summary>Greatest rate that arrives.</summary>
        public double Saturation => Points.Max(p => p.Accepted);

        /// <summary>Last rate whose latency is below three times that of the first.</summary>
        public double Knee => Points.Where(p => p is { Throughput: false, Stable: true } && p.Latency < KneeFactor * Points[0].Latency).Max(p => p.Rate);
    }

    private sealed record Point(bool Throughput, double Rate, bool Stable, double Latency, double Accepted);

    /// <summary>Runs every row of a folder whose name contains <paramref name="only"/>.</summary>
    public static async Task<IReadOnlyList<ValidationRow>> RunAsync(string folder, string? only, Action<string> show, CancellationToken cancellation)
    {
        var names = Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.cfg").Order(StringComparer.Ordinal).Where(f => only is null || f.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList()
            : throw new UsageException($"{folder}: there is no such folder");
        var rows = await SideBySide.RunAsync(
            names, name => Path.GetFileNameWithoutExtension(name), (name, _) => Compare(Read(name)).ToList(), show, cancellation);
        return [.. rows.SelectMany(r => r)];
    }

    private static IEnumerable<ValidationRow> Compare(Curve curve)
    {
        var saturation = curve.Saturation;
        var reserved = 0.0;
        foreach (var point in curve.Points)
        {
            var flits = Load(curve.File, point, random => new FlitNetwork(curve.File.Fabric(), random));
            if (point.Stable && !point.Throughput)
            {
                yield return Row(curve, point, "flit", "cycles", point.Latency, flits.Latency, LatencyGate);
            }

            yield return Row(curve, point, "flit", "flits", point.Accepted, flits.Accepted, PastSaturationGate);
            var packets = Load(curve.File, point, random => new ReservationNetwork(curve.File.Fabric(), random));
            reserved = Math.Max(reserved, packets.Accepted);
            if (point.Stable && !point.Throughput)
            {
                var below = IsReserved(curve.File) && point.Rate <= ReservedUpTo * curve.Knee;
                var accepted = Accepted.Contains((curve.File.Name, point.Rate));
                var row = Row(curve, point, "packet", "cycles", point.Latency, packets.Latency, below && !accepted ? ReservedLatencyGate : null);
                yield return accepted ? row with { Role = "deviation", Remark = "the first to come is served whole" } : row;
            }
        }

        yield return new ValidationRow($"{curve.File.Name} saturation", "packet", "flits", saturation, reserved,
            IsReserved(curve.File) ? ReservedSaturationGate : null, IsReserved(curve.File) ? "gate" : "report", "BookSim 2", "");
    }

    // One channel, hot spots and tornado are left to flit mode: they hang on the order in which allocators serve.
    private static bool IsReserved(BookSimFile file) => file.Fabric().Router.VirtualChannels >= ReservedChannels &&
        !file.Name.Contains("hotspot", StringComparison.Ordinal) && !file.Name.Contains("tornado", StringComparison.Ordinal);

    private static ValidationRow Row(Curve curve, Point point, string mode, string unit, double measured, double simulated, double? gate) =>
        new(FormattableString.Invariant($"{curve.File.Name} {point.Rate}"), mode, unit, measured, simulated, gate, gate is null ? "report" : "gate", "BookSim 2", "");

    private static LoadTestResult Load<T>(BookSimFile file, Point point, Func<LaggedRandom, T> make)
        where T : class, IPacketNetwork
    {
        var load = file.Load(point.Rate, !point.Throughput);
        var random = new LaggedRandom(load.Seed);
        return new LoadTest<T>(make(random), file.Traffic(), load, random).Run();
    }

    private static Curve Read(string config)
    {
        var table = Path.ChangeExtension(config, ".csv");
        try
        {
            var file = BookSimFile.Parse(Path.GetFileNameWithoutExtension(config), File.ReadAllText(config));
            var points = new List<Point>();
            CsvTable.EachComplete(table, cell =>
            {
                double Number(string name) => double.Parse(cell(name), CultureInfo.InvariantCulture);
                points.Add(new Point(cell("mode") == "throughput", Number("inj_flits_per_node_cycle"), Number("stable") != 0, Number("pkt_lat"), Number("accepted_flits")));
            });

            return points.Count > 0 ? new Curve(file, points) : throw new UsageException($"{table}: has no rows");
        }
        catch (Exception e) when (e is FormatException or CsvFormatException or IOException or ArgumentException or IndexOutOfRangeException)
        {
            throw new UsageException($"{config}: {e.Message}");
        }
    }
}
