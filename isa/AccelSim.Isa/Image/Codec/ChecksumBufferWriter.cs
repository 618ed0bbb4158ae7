using System.Buffers;

namespace AccelSim.Isa.Image;

/// <summary>Passes bytes on and keeps their running checksum.</summary>
internal sealed class ChecksumBufferWriter(IBufferWriter<byte> inner) : IBufferWriter<byte>
{
    private Memory<byte> _offered;
    private Checksum _checksum = new();

    /// <summary>Checksum of everything advanced over.</summary>
    public uint Checksum => _checksum.Value;

    public void Advance(int count)
    {
        _checksum.Add(_offered.Span[..count]);
        inner.Advance(count);
        _offered = default;
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _offered = inner.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
