namespace AccelSim.Memory;

/// <summary>Cuts ranges of bytes into the part of each data bus, in the order in which a bus's first byte comes.</summary>
internal sealed class DramSpread(DramConfig config, DramAddressMap map)
{
    private readonly Divisor _interleave = new(config.ChannelInterleaveBytes);
    private readonly Divisor _channels = new(config.Channels);
    private readonly Divisor _burst = new(config.BurstBytes);

    /// <summary>The pieces of bytes <paramref name="first"/> to <paramref name="end"/> - 1, whole bursts.</summary>
    public Walk Pieces(long first, long end) => new(this, config, map, first, end);

    /// <summary>True where bytes <paramref name="first"/> to <paramref name="end"/> - 1, whole bursts, are one piece.</summary>
    public bool IsPiece(long first, long end, out DramPiece piece)
    {
        if (_interleave.Quotient(first) != _interleave.Quotient(end - 1))
        {
            piece = default;
            return false;
        }

        var (bus, local) = map.Locate(first);
        piece = new DramPiece(bus, _burst.Quotient(local), _burst.Quotient(local + end - first));
        return true;
    }

    /// <summary>The pieces of a range, one after the other.</summary>
    public struct Walk
    {
        private readonly DramSpread _spread;
        private readonly DramConfig _config;
        private readonly DramAddressMap _map;
        private readonly long _first;
        private readonly long _end;
        private readonly long _firstBlock;
        private readonly long _lastBlock;
        private long _next;

        public Walk(DramSpread spread, DramConfig config, DramAddressMap map, long first, long end)
        {
            (_spread, _config, _map, _first, _end) = (spread, config, map, first, end);
            _firstBlock = spread._interleave.Quotient(first);
            _lastBlock = spread._interleave.Quotient(end - 1);
        }

        public bool Next(out DramPiece piece)
        {
            // With no more blocks than buses each block is a piece; otherwise each bus has one, over several blocks.
            var count = Math.Min(_lastBlock - _firstBlock + 1, _config.Channels);
            piece = default;
            while (_next < count && piece.EndBurst == piece.FirstBurst)
            {
                // Between the first block and the last, a rotated deal may leave a bus out.
                piece = _lastBlock - _firstBlock < _config.Channels ? Block(_firstBlock + _next) : OfBus((int)_next);
                _next++;
            }

            return piece.EndBurst > piece.FirstBurst;
        }

        private readonly DramPiece Block(long block)
        {
            var size = _config.ChannelInterleaveBytes;
            var (bus, local) = _map.Locate(block * size);
            return Piece(bus, local + Math.Max(0, _first - (block * size)), local + Math.Min(size, _end - (block * size)));
        }

        private readonly DramPiece OfBus(int step)
        {
            var size = _config.ChannelInterleaveBytes;
            var from = Place(_firstBlock);
            var to = Place(_lastBlock);
            var bus = _map.Channel((from.Index + step) % _config.Channels, from.Rotation);
            var inFirst = IndexOf(bus, from.Rotation);
            var inLast = IndexOf(bus, to.Rotation);
            var low = inFirst < from.Index ? (from.Group + 1) * size
                : (from.Group * size) + (inFirst == from.Index ? _first % size : 0);
            var high = inLast < to.Index ? (to.Group + 1) * size
                : (to.Group * size) + (inLast == to.Index ? ((_end - 1) % size) + 1 : 0);
            return Piece(bus, low, high);
        }

        private readonly DramPiece Piece(int bus, long low, long high) => new(bus, _spread._burst.Quotient(low), _spread._burst.Quotient(high));

        private readonly (long Group, int Index, int Rotation) Place(long block)
        {
            var (group, index) = _spread._channels.Divide(block);
            return (group, (int)index, _map.Rotation(group));
        }

        private readonly int IndexOf(int bus, int rotation)
        {
            var index = bus - rotation;
            return index < 0 ? index + _config.Channels : index;
        }
    }
}
