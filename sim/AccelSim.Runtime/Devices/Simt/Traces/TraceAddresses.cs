using AccelSim.Machine;

namespace AccelSim.Runtime.Simt;

/// <summary>
/// Where the addresses of a trace are in the chip's memory. Pages of 2 MiB, those of the CUDA driver, are placed one behind the other as they are first met, in
/// the order of copies and blocks; inside a page nothing moves, so that lines, rows and banks are neighbours as they were.
/// </summary>
/// <param name="capacity">Bytes of device memory that pages may take.</param>
internal sealed class TraceAddresses(long capacity)
{
    /// <summary>Size of a page, as a power of two.</summary>
    public const int PageBits = 21;

    private const long Offset = (1L << PageBits) - 1;
    private readonly Dictionary<ulong, long> _pages = [];
    private ulong _lastPage = ulong.MaxValue;
    private long _last;

    /// <summary>Bytes that the pages met so far take.</summary>
    public long Bytes => (long)_pages.Count << PageBits;

    /// <summary>The place of an address.</summary>
    /// <exception cref="RuntimeException">The trace touches more memory than there is.</exception>
    public long Place(ulong address)
    {
        var page = address >> PageBits;
        if (page != _lastPage)
        {
            (_lastPage, _last) = (page, Find(page));
        }

        return _last | ((long)address & Offset);
    }

    /// <summary>Places all pages of a range.</summary>
    public void PlaceAll(ulong address, long bytes)
    {
        for (var page = address >> PageBits; page <= (address + (ulong)bytes - 1) >> PageBits; page++)
        {
            Place(page << PageBits);
        }
    }

    /// <summary>True where two addresses are in one page.</summary>
    public static bool ShareAPage(ulong one, ulong other) => one >> PageBits == other >> PageBits;

    private long Find(ulong page)
    {
        if (!_pages.TryGetValue(page, out var place))
        {
            place = Bytes;
            if (place + Offset >= capacity)
            {
                throw new RuntimeException($"the trace touches more than {new ByteSize(capacity)} of memory, in pages of 2 MiB, and the chip has no more; choose one that has");
            }

            _pages.Add(page, place);
        }

        return place;
    }
}
