using AccelSim.Isa.Image;

namespace AccelSim.Runtime.Simt;

/// <summary>Which commands of an image are over when another begins: those before it in its queue, those before events it waits for, those that the host waited for.</summary>
internal sealed class StreamOrder
{
    private readonly Dictionary<int, HashSet<int>> _queues = [];
    private readonly Dictionary<int, HashSet<int>> _events = [];
    private readonly HashSet<int> _host = [];

    /// <summary>Takes the next command, and says what is over when it begins.</summary>
    public IReadOnlySet<int> Next(ImageCommand command, int at)
    {
        var queue = Queue(command.Queue);
        queue.UnionWith(_host);
        switch (command)
        {
            case CopyCommand or LaunchCommand:
                HashSet<int> before = [.. queue];
                queue.Add(at);
                return before;
            case RecordCommand record:
                _events[record.Event] = [.. queue];
                break;
            case AwaitCommand awaits:
                queue.UnionWith(_events[awaits.Event]);
                break;
            case WaitCommand { AllQueues: false }:
                _host.UnionWith(queue);
                break;
            default:
                foreach (var each in _queues.Values)
                {
                    _host.UnionWith(each);
                }

                break;
        }

        return queue;
    }

    private HashSet<int> Queue(int number)
    {
        if (!_queues.TryGetValue(number, out var queue))
        {
            _queues.Add(number, queue = []);
        }

        return queue;
    }
}
