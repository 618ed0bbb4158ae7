namespace AccelSim.Interconnect;

/// <content>The two allocators: iSLIP (request, grant, accept with rotating pointers that move only on a first-round accept).</content>
public sealed partial class FlitNetwork
{
    private readonly Pointers _channelPointers;
    private readonly Pointers _switchPointers;
    private readonly byte[] _roundRobin;
    private readonly Scratch _scratch;

    private sealed class Pointers(int outputs, int inputs)
    {
        public readonly int[] Grant = new int[outputs];
        public readonly int[] Accept = new int[inputs];
    }

    // An input port that wants an output.
    private readonly record struct Bid(byte Port, byte Output);

    // Work space of one router's cycle.
    private sealed class Scratch
    {
        public readonly int[] Allocating;
        public readonly int[] Sending;
        public readonly int[] ChannelGrant;
        public readonly bool[] SwitchGrant;
        public readonly uint[] Wanted;
        public readonly int[] Granted;
        public readonly int[] Nearest;
        public readonly int[] Touched;
        public readonly int[] Label;
        public readonly Bid[] Bids;
        public readonly int[] Matched;
        public readonly int[] MatchedOutput;
        public int AllocatingCount;
        public int SendingCount;

        public Scratch(int ports, int channels, int bidders)
        {
            var inputs = ports * channels;
            Allocating = new int[bidders];
            Sending = new int[bidders];
            ChannelGrant = new int[bidders];
            SwitchGrant = new bool[bidders];
            Wanted = new uint[bidders];
            Granted = new int[inputs];
            Nearest = new int[inputs];
            Touched = new int[inputs];
            Label = new int[ports * ports];
            Bids = new Bid[ports * ports];
            Matched = new int[ports];
            MatchedOutput = new int[ports];
            Array.Fill(Nearest, int.MaxValue);
            Array.Fill(Label, -1);
        }
    }

    private static int Wrap(int value, int size) => value < 0 ? value + size : value;
}
