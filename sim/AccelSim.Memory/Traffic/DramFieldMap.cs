using System.Globalization;
using System.Numerics;

namespace AccelSim.Memory;

/// <summary>
/// Which bits of a burst's address name its channel, bank, row and column: fields from the least significant bit on, written as
/// <c>ch:3,bg:2,ba:2,co:5,ro:15</c> (ch channel, pc pseudo channel, ra rank, si stack identity, bg bank group, ba bank, co column, ro row).
/// </summary>
public sealed class DramFieldMap
{
    private static readonly string[] Names = ["ch", "pc", "ra", "si", "bg", "ba", "co", "ro"];

    private readonly DramDevice _device;
    private readonly int[] _shift = new int[Names.Length];
    private readonly long[] _mask = new long[Names.Length];

    /// <summary>A map that covers every bit of every field once.</summary>
    /// <exception cref="FormatException">It does not; all that is wrong is named.</exception>
    public DramFieldMap(string text, DramDevice device, int channels)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(device);
        _device = device;
        long[] sizes = [channels, device.PseudoChannels, device.Ranks, device.StackIds, device.BankGroups / device.StackIds, device.BanksPerGroup, device.Columns, device.Rows];
        var problems = new List<string>();
        var seen = new bool[Names.Length];
        foreach (var part in text.Split(','))
        {
            var field = part.Split(':');
            var index = Array.IndexOf(Names, field[0]);
            if (index < 0 || field.Length != 2 || !int.TryParse(field[1], NumberStyles.None, CultureInfo.InvariantCulture, out var bits) || bits > 40)
            {
                problems.Add($"'{part}' is not a field and its number of bits, as in co:5");
                continue;
            }

            if (seen[index])
            {
                problems.Add($"'{field[0]}' is there twice");
            }

            seen[index] = true;
            _shift[index] = Bits;
            _mask[index] = (1L << bits) - 1;
            Bits += bits;
            if (1L << bits != sizes[index])
            {
                problems.Add($"'{part}' names {1L << bits} of {sizes[index]}");
            }
        }

        for (var i = 0; i < Names.Length; i++)
        {
            if (!seen[i] && sizes[i] > 1)
            {
                problems.Add($"'{Names[i]}:{BitOperations.Log2((ulong)sizes[i])}' is missing");
            }
        }

        if (problems.Count > 0)
        {
            throw new FormatException($"address map '{text}': {string.Join("; ", problems)}");
        }
    }

    /// <summary>Address bits above the burst.</summary>
    public int Bits { get; }

    /// <summary>Bursts it addresses.</summary>
    public long Bursts => 1L << Bits;

    /// <summary>Channel of a burst.</summary>
    public int Channel(long burst) => (int)Field(burst, 0);

    /// <summary>The request for one burst.</summary>
    public DramRequest Request(long burst, bool write, int tag)
    {
        var rank = (Field(burst, 1) * _device.Ranks) + Field(burst, 2);
        var group = (((rank * _device.StackIds) + Field(burst, 3)) * (_device.BankGroups / _device.StackIds)) + Field(burst, 4);
        var bank = (group * _device.BanksPerGroup) + Field(burst, 5);
        return new DramRequest((int)bank, Field(burst, 7), (int)Field(burst, 6), 1, write, tag);
    }

    /// <summary>Burst number of a place.</summary>
    public long Burst(int channel, int pseudoChannel, int rank, int stack, int group, int bank, int column, long row) =>
        Put(0, channel) | Put(1, pseudoChannel) | Put(2, rank) | Put(3, stack) | Put(4, group) | Put(5, bank) | Put(6, column) | Put(7, row);

    private long Field(long burst, int index) => (burst >> _shift[index]) & _mask[index];

    private long Put(int index, long value) => (value & _mask[index]) << _shift[index];
}
