namespace AccelSim.Memory;

/// <summary>How a memory is asked.</summary>
public sealed record DramBenchOptions
{
    /// <summary>Bytes of one request of a sequential stream, whole least requests; a usual length of what a DMA engine asks for at once.</summary>
    public int RequestBytes { get; init; } = 512;

    /// <summary>
    /// Requests of <see cref="RequestBytes"/> on their way for each data bus. Patterns of other requests have as many bytes on their way. The default
    /// fills the queues of a channel several times, so that a channel is not idle because the others were asked for more.
    /// </summary>
    public int Outstanding { get; init; } = 16;

    /// <summary>Bytes that a point moves at least; 256 KiB for each data bus and at most 6 MiB where not given. Points that keep the memory saturated
    /// are measured for whole refresh intervals.</summary>
    public long? Bytes { get; init; }

    /// <summary>Where random places and arrivals begin.</summary>
    public ulong Seed { get; init; } = 1;
}
