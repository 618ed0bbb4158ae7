namespace AccelSim.Interconnect.Tests;

/// <summary>A few runs of BookSim 2 @28f43299, seed 1, copied from the reference curves that live beside the repository.</summary>
internal static class BookSimSample
{
    private const string Common = """
        num_vcs = 4; vc_buf_size = 8; sim_type = latency; seed = 1; sample_period = 1000; max_samples = 8;
        injection_rate_uses_flits = 1; latency_thres = 1000.0; traffic = uniform;
        """;

    /// <summary>Configuration, rate (below 0: throughput at 1.0), packets measured, mean latency, mean hops, accepted rate.</summary>
    public static readonly (string Config, double Rate, long Packets, double Latency, double Hops, double Accepted)[] Rows =
    [
        ("packet_size = 1; topology = mesh; k = 8; n = 2; routing_function = dor;", 0.01, 1900, 32.9205, 6.17632, 0.00990625),
        ("packet_size = 1; topology = mesh; k = 8; n = 2; routing_function = dor;", 0.3, 57832, 38.039, 6.26478, 0.301083),
        ("packet_size = 5; topology = mesh; k = 8; n = 2; routing_function = dor;", 0.3, 11486, 48.892, 6.24708, 0.298375),
        ("packet_size = 1; topology = torus; k = 8; n = 2; routing_function = dim_order;", 0.3, 57832, 33.2019, 4.99831, 0.301224),
        ("packet_size = 4; topology = fly; k = 32; n = 1; routing_function = dest_tag;", 0.5, 11842, 19.9405, 1, 0.493729),
        ("packet_size = 1; topology = mesh; k = 8; n = 2; routing_function = dor;", -1, 73552, 2532.84, 6.04073, 0.382859),
    ];

    /// <summary>One configuration.</summary>
    public static BookSimFile Parse(string config) => BookSimFile.Parse("sample", Common + config);

    /// <summary>Runs one row in flit mode.</summary>
    public static LoadTestResult RunFlits(BookSimFile file, double rate) =>
        Run(file, rate, (random) => new FlitNetwork(file.Fabric(), random));

    /// <summary>Runs one row in reservation mode.</summary>
    public static LoadTestResult RunReserved(BookSimFile file, double rate) =>
        Run(file, rate, (random) => new ReservationNetwork(file.Fabric(), random));

    private static LoadTestResult Run<T>(BookSimFile file, double rate, Func<LaggedRandom, T> make)
        where T : class, IPacketNetwork
    {
        var load = file.Load(Math.Abs(rate), latency: rate > 0);
        var random = new LaggedRandom(load.Seed);
        return new LoadTest<T>(make(random), file.Traffic(), load, random).Run();
    }
}
