using System.Buffers.Binary;
using System.Numerics;

namespace AccelSim.Isa.Image;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4): finds every single flipped bit and every burst up to 32 bits.</summary>
internal struct Checksum()
{
    private uint _crc = uint.MaxValue;

    /// <summary>Checksum of everything added so far.</summary>
    public readonly uint Value => ~_crc;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = _crc;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        _crc = crc;
    }
}
