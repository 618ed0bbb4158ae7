using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>
/// Maps a byte address to (channel, local offset) and a channel's burst number to (bank set, row, position).
/// With hashing, consecutive blocks are still dealt once to each channel, but the deal starts at a place that depends on all higher
/// address digits; the bank number is exclusive-ored with the low row bits (permutation-based interleaving).
/// </summary>
public sealed class DramAddressMap
{
    private readonly DramConfig _config;
    private readonly long _rowsPerBank;
    private readonly int _bankSets;
    private readonly bool _xorBanks;
    private readonly bool _setsOfGroups;
    private readonly int _banksPerGroup;
    private readonly Divisor _channels;
    private readonly Divisor _interleave;
    private readonly Divisor _rowSet;
    private readonly Divisor _banks;
    private readonly Divisor _rows;
    private readonly Divisor _interleavedBanks;
    private readonly Divisor _interleavedBursts;
    private readonly Divisor _groups;
    private readonly Divisor _setsPerRound;

    /// <summary>Sums of the digits of small numbers, to the base of the channels, and how many such numbers there are: a power of the channels.</summary>
    private readonly int[] _sums;
    private readonly Divisor _digits;

    /// <summary>The map of <paramref name="config"/>.</summary>
    public DramAddressMap(DramConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        _bankSets = config.Banks / config.InterleavedBanks;
        BurstsPerRowSet = config.Device.Columns * config.InterleavedBanks;
        _rowsPerBank = Math.Max(1, config.CapacityBytes / config.Channels / config.Banks / ((long)config.Device.Columns * config.BurstBytes));
        _setsOfGroups = config.InterleavedBanks < config.BankGroups;
        _banksPerGroup = config.Device.BanksPerGroup;
        _xorBanks = config.Hash != DramHash.None && int.IsPow2(_bankSets);
        _channels = new Divisor(config.Channels);
        _sums = DigitSums(config.Channels);
        _digits = new Divisor(_sums.Length);
        _interleave = new Divisor(config.ChannelInterleaveBytes);
        _rowSet = new Divisor(BurstsPerRowSet);
        _banks = new Divisor(_bankSets);
        _rows = new Divisor(_rowsPerBank);
        _interleavedBanks = new Divisor(config.InterleavedBanks);
        _interleavedBursts = new Divisor(config.InterleavedBursts);
        _groups = new Divisor(config.BankGroups);

        // A set holds one bank of each of a few groups; neighbouring sets use the other groups.
        _setsPerRound = new Divisor(Math.Max(1, config.BankGroups / config.InterleavedBanks));
    }

    /// <summary>Bursts in one row of each bank of a set.</summary>
    public int BurstsPerRowSet { get; }

    /// <summary>Groups of interleaved banks behind one data bus.</summary>
    public int BankSets => _bankSets;

    /// <summary>Rows of a bank that hold something.</summary>
    public long RowsPerBank => _rowsPerBank;

    /// <summary>Where the deal of group <paramref name="group"/> (Channels consecutive blocks) starts.</summary>
    public int Rotation(long group)
    {
        if (_config.Hash == DramHash.None || _config.Channels == 1)
        {
            return 0;
        }

        if (_config.Hash == DramHash.Mixed)
        {
            return (int)((AddressMix.Of((ulong)group) & uint.MaxValue) * (ulong)_config.Channels >> 32);
        }

        var sum = 0L;
        for (var rest = group; rest > 0;)
        {
            (rest, var digits) = _digits.Divide(rest);
            sum += _sums[digits];
        }

        return (int)_channels.Divide(sum).Remainder;
    }

    private static int[] DigitSums(int channels)
    {
        var count = Math.Max(2, channels);
        while (channels > 1 && (long)count * channels <= 4096)
        {
            count *= channels;
        }

        var sums = new int[count];
        for (var i = 1; i < count; i++)
        {
            sums[i] = (i % channels) + (channels > 1 ? sums[i / channels] : 0);
        }

        return sums;
    }

    /// <summary>Channel of block <paramref name="index"/> (0 to Channels - 1) of a group dealt with <paramref name="rotation"/>.</summary>
    public int Channel(int index, int rotation)
    {
        var channel = index + rotation;
        return channel >= _config.Channels ? channel - _config.Channels : channel;
    }

    /// <summary>Channel and byte offset inside it of an address.</summary>
    public (int Channel, long Local) Locate(long address)
    {
        var (block, rest) = _interleave.Divide(address);
        var (group, index) = _channels.Divide(block);
        return (Channel((int)index, Rotation(group)), (group * _config.ChannelInterleaveBytes) + rest);
    }

    /// <summary>The address whose channel and byte offset inside it are given; undoes <see cref="Locate"/>.</summary>
    public long Address(int channel, long local)
    {
        var group = local / _config.ChannelInterleaveBytes;
        var index = channel - Rotation(group);
        var block = (group * _config.Channels) + (index < 0 ? index + _config.Channels : index);
        return (block * _config.ChannelInterleaveBytes) + (local % _config.ChannelInterleaveBytes);
    }

    /// <summary>The burst of a channel at a place; undoes <see cref="Train"/>.</summary>
    /// <param name="bankSet">Which group of interleaved banks.</param>
    /// <param name="row">Row number in each of them.</param>
    /// <param name="position">Burst inside the set of rows.</param>
    public long Burst(int bankSet, long row, int position)
    {
        var scrambled = _xorBanks ? bankSet ^ (int)(row & (_bankSets - 1)) : bankSet;
        var set = _config.BankAboveRow ? (scrambled * _rowsPerBank) + row : (row * _bankSets) + scrambled;
        return (set * BurstsPerRowSet) + position;
    }

    /// <summary>The first train of bursts <paramref name="first"/> to <paramref name="end"/> - 1 of a channel.</summary>
    public RowTrain Train(long first, long end)
    {
        var (set, place) = _rowSet.Divide(first);
        var position = (int)place;
        var count = (int)Math.Min(end - first, BurstsPerRowSet - position);
        long row;
        int bankSet;
        if (_config.BankAboveRow)
        {
            (var above, row) = _rows.Divide(set);
            bankSet = (int)_banks.Divide(above).Remainder;
        }
        else
        {
            (row, var below) = _banks.Divide(set);
            bankSet = (int)below;
        }

        if (_xorBanks)
        {
            bankSet ^= (int)(row & (_bankSets - 1));
        }

        return new RowTrain(bankSet, row, position, count);
    }

    /// <summary>A train of one burst, as a request to a bank of the channel.</summary>
    /// <param name="burst">Which one.</param>
    /// <param name="firstBank">First bank behind the data bus.</param>
    /// <param name="write">Write or read.</param>
    /// <param name="tag">Handed back when a read is done.</param>
    public DramRequest Single(long burst, int firstBank, bool write, int tag)
    {
        var train = Train(burst, burst + 1);
        var (piece, within) = _interleavedBursts.Divide(train.Position);
        var (stripe, slot) = _interleavedBanks.Divide(piece);
        var bank = firstBank + Bank(train.BankSet, slot);
        return new DramRequest(bank, train.Row, (int)((stripe * _interleavedBursts.Value) + within), 1, write, tag);
    }

    /// <summary>Banks that a train touches.</summary>
    public int Touched(in RowTrain train) => Math.Min(
        1 + (int)(_interleavedBursts.Quotient(train.Position + train.Count - 1) - _interleavedBursts.Quotient(train.Position)), _config.InterleavedBanks);

    /// <summary>The part of a train that falls to the bank <paramref name="index"/> of the <see cref="Touched"/> ones, in the order in which its bursts come to them.</summary>
    public DramRequest Part(in RowTrain train, int index, bool write)
    {
        var (first, within) = _interleavedBursts.Divide(train.Position);
        var (last, rest) = _interleavedBursts.Divide(train.Position + train.Count - 1);
        var piece = first + index;
        var (stripe, slot) = _interleavedBanks.Divide(piece);
        // of the bank: whole pieces between the first, which may begin late, and the last, which may end early
        var more = _interleavedBanks.Quotient(last - piece);
        var begin = index == 0 ? within : 0;
        var end = piece + (more * _config.InterleavedBanks) == last ? rest + 1 : _config.InterleavedBursts;
        var column = (stripe * _config.InterleavedBursts) + begin;
        var count = (more * _config.InterleavedBursts) + end - begin;
        return new DramRequest(Bank(train.BankSet, slot), train.Row, (int)column, (int)count, write, Tag: 0);
    }

    /// <summary>The bank of a set that pieces go to in turn <paramref name="slot"/>.</summary>
    private int Bank(int bankSet, long slot)
    {
        if (_setsOfGroups)
        {
            var (row, part) = _setsPerRound.Divide(bankSet);
            return (int)(((slot + (_interleavedBanks.Value * part)) * _banksPerGroup) + row);
        }

        var (round, group) = _groups.Divide(slot);
        return (int)((group * _banksPerGroup) + round) + bankSet;
    }
}
