using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Simt;

/// <summary>The load-store unit of an SM.</summary>
public sealed record LoadStoreSpec : ICheckedRecord
{
    /// <summary>Memory instructions of a sub-core that wait for the unit.</summary>
    [Bounds(1, 1024)]
    public required int QueuePerSubCore { get; init; }

    /// <summary>Memory instructions inside the unit of the SM, before the cache.</summary>
    [Bounds(1, 1024)]
    public required int Queue { get; init; }

    /// <summary>Threads whose addresses are worked out and compared in a cycle, of the whole SM.</summary>
    [Bounds(1, 1024)]
    public required int AddressLanes { get; init; }

    /// <summary>Addresses of a warp in the same aligned piece of this size become one request.</summary>
    public required ByteSize Coalescing { get; init; }

    /// <summary>Memory instructions of an SM whose data have not all come (pending request table).</summary>
    [Bounds(1, 65536)]
    public required int MaxOutstanding { get; init; }

    /// <inheritdoc/>
    public void Check(Action<string, string> report)
    {
        if (!int.IsPow2(AddressLanes))
        {
            report("addressLanes", "must be a power of two");
        }

        if (!long.IsPow2(Coalescing.Bytes))
        {
            report("coalescing", "must be a power of two");
        }
    }
}
