using System.Numerics;
using AccelSim.Machine.Simt;
using AccelSim.Memory;

namespace AccelSim.Chips.Simt;

/// <summary>Which slice of the L2 a line belongs to.</summary>
internal sealed class SliceHash
{
    // Irreducible polynomials over GF(2) by degree, without their leading term (Peterson and Weldon, appendix C).
    private static readonly uint[] Polynomials = [0, 0x1, 0x3, 0x3, 0x3, 0x5, 0x3, 0x3, 0x1d, 0x11, 0x9];

    private readonly int _slices;
    private readonly int _shift;
    private readonly L2Hash _hash;
    private readonly int _bits;
    private readonly SliceSequence? _sequence;

    public SliceHash(L2Spec spec)
    {
        _slices = spec.Slices;
        _shift = BitOperations.Log2((ulong)spec.SliceInterleave.Bytes);
        _hash = spec.Hash;
        _bits = BitOperations.Log2((uint)spec.Slices);
        _sequence = spec.Hash == L2Hash.Mixed ? new SliceSequence(_slices, Columns(spec)) : null;
    }

    /// <summary>The slice of an address.</summary>
    public int Of(long address)
    {
        var block = (ulong)address >> _shift;
        if (_slices == 1)
        {
            return 0;
        }

        return _hash switch
        {
            L2Hash.None => (int)(block % (ulong)_slices),
            L2Hash.Xor => (int)((block ^ (block >> _bits) ^ (block >> (2 * _bits)) ^ (block >> (3 * _bits))) % (ulong)_slices),
            L2Hash.Mixed => _sequence!.Of(block),
            _ => int.IsPow2(_slices) ? Remainder(block) : Turned(block),
        };
    }

    /// <summary>Blocks that the sets of a slice take before they repeat.</summary>
    private static int Columns(L2Spec spec) => (int)Math.Max(1, spec.SliceBytes / spec.Ways / spec.SliceInterleave.Bytes);

    /// <summary>
    /// As many consecutive blocks as there are slices go to a slice each, in turn from one that the bits above decide: so every slice has as much of a
    /// range as every other, as it would with a hash that divides bits, and no stride leaves slices out.
    /// </summary>
    private int Turned(ulong block)
    {
        var (round, place) = Math.DivRem(block, (ulong)_slices);
        var turn = (AddressMix.Of(round) >> 32) * (ulong)_slices >> 32;
        return (int)((place + turn) % (ulong)_slices);
    }

    /// <summary>Remainder of the block's bits, taken as a polynomial, by an irreducible one.</summary>
    private int Remainder(ulong block)
    {
        var polynomial = Polynomials[_bits];
        var remainder = 0u;
        var top = 1u << (_bits - 1);
        for (var bit = 63 - BitOperations.LeadingZeroCount(block); bit >= 0; bit--)
        {
            var carry = (remainder & top) != 0;
            remainder = ((remainder << 1) | (uint)(block >> bit & 1)) & ((top << 1) - 1);
            remainder ^= carry ? polynomial : 0;
        }

        return (int)remainder;
    }
}
