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

    /// <summary>The map of <paramref name="config"/>.</summary>
    public DramAddressMap(DramConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        _bankSets = config.Banks / config.InterleavedBanks;
        BurstsPerRowSet = config.Device.Columns * config.InterleavedBanks;
        _rowsPerBank = Math.Max(1, config.CapacityBytes / config.Channels / config.Banks / ((long)config.Device.Columns * config.BurstBytes));
        _xorBanks = config.Hash && int.IsPow2(_bankSets);
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
        if (!_config.Hash)
        {
            return 0;
        }

        var sum = 0L;
        for (var rest = group; rest > 0; rest /= _config.Channels)
        {
            sum += rest % _config.Channels;
            if (_config.Channels == 1)
            {
                return 0;
            }
        }

        return (int)(sum % _config.Channels);
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
        var block = address / _config.ChannelInterleaveBytes;
        var group = block / _config.Channels;
        var channel = Channel((int)(block % _config.Channels), Rotation(group));
        return (channel, (group * _config.ChannelInterleaveBytes) + (address % _config.ChannelInterleaveBytes));
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
        var set = first / BurstsPerRowSet;
        var position = (int)(first - (set * BurstsPerRowSet));
        var count = (int)Math.Min(end - first, BurstsPerRowSet - position);
        long row;
        int bankSet;
        if (_config.BankAboveRow)
        {
            bankSet = (int)(set / _rowsPerBank % _bankSets);
            row = set % _rowsPerBank;
        }
        else
        {
            row = set / _bankSets;
            bankSet = (int)(set - (row * _bankSets));
        }

        if (_xorBanks)
        {
            bankSet ^= (int)(row & (_bankSets - 1));
        }

        return new RowTrain(bankSet, row, position, count);
    }

    /// <summary>Banks that a train touches.</summary>
    public int Touched(in RowTrain train) => Math.Min(train.Count, _config.InterleavedBanks);

    /// <summary>The part of a train that falls to the bank of its burst <paramref name="index"/>, one of the first <see cref="Touched"/>.</summary>
    public DramRequest Part(in RowTrain train, int index, bool write)
    {
        var at = train.Position + index;
        var slot = at % _config.InterleavedBanks;
        var groups = _config.BankGroups;
        int group;
        int bank;
        if (_config.InterleavedBanks < groups)
        {
            // A set holds one bank of each of a few groups; neighbouring sets use the other groups.
            var setsPerRound = groups / _config.InterleavedBanks;
            group = slot + (_config.InterleavedBanks * (train.BankSet % setsPerRound));
            bank = train.BankSet / setsPerRound;
        }
        else
        {
            group = slot % groups;
            bank = (slot / groups) + train.BankSet;
        }

        var count = 1 + ((train.Count - 1 - index) / _config.InterleavedBanks);
        return new DramRequest((group * _config.Device.BanksPerGroup) + bank, train.Row, at / _config.InterleavedBanks, count, write, Tag: 0);
    }
}
