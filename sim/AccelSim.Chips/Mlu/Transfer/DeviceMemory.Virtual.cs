using AccelSim.Engine;
using AccelSim.Memory;

namespace AccelSim.Chips.Mlu;

/// <summary>What lies between a request and device memory where addresses are translated or pages shared with the host.</summary>
internal sealed partial class DeviceMemory : ITranslationClient
{
    private readonly NumberPool<Part> _parts = new(64);

    /// <summary>Address translation; null where it costs nothing.</summary>
    public AddressTranslation? Translation { get; }

    /// <summary>Pages shared with the host; null where all data is in device memory.</summary>
    public UnifiedMemory? Unified { get; }

    /// <summary>True where a request may wait before it reaches device memory.</summary>
    public bool IsVirtual => Translation is not null || Unified is not null;

    private void AccessVirtually(in AffinePattern pattern, bool write, int wait, int requester)
    {
        if (Translation is not { WalksMemory: true } walks)
        {
            Known(pattern, write, wait, Now, Translation?.Translate(Now, requester, pattern) ?? Now);
            return;
        }

        var part = _parts.Take();
        if (walks.TryTranslate(Now, requester, pattern, this, part, out var known))
        {
            _parts.Return(part);
            Known(pattern, write, wait, Now, known);
        }
        else
        {
            _parts.Items[part] = new Part { Pattern = pattern, Write = write, Wait = wait, Asked = Now };
        }
    }

    void ITranslationClient.Translated(int tag, long known)
    {
        var part = _parts.Items[tag];
        _parts.Return(tag);
        Known(part.Pattern, part.Write, part.Wait, part.Asked, known);
    }

    private AddressTranslation Translate(Simulation simulation, TranslationConfig config) =>
        config.TableBases.IsEmpty ? new AddressTranslation(config) : new AddressTranslation(config, simulation, Dram);

    /// <summary>Goes on with an access whose addresses are known at a time.</summary>
    private void Known(in AffinePattern pattern, bool write, int wait, long asked, long known)
    {
        Spend(wait, Cause.Translation, known - asked);
        if (Unified is null)
        {
            Later(known, pattern, write, wait);
        }
        else if (AnyRemote(pattern))
        {
            ByPage(pattern, write, wait, known);
        }
        else
        {
            var ready = AllPages(pattern, write, known);
            Spend(wait, Cause.PageMigration, ready - known);
            Later(ready, pattern, write, wait);
        }
    }

    private bool AnyRemote(in AffinePattern pattern)
    {
        foreach (var page in Unified!.PagesOf(pattern))
        {
            if (Unified.IsRemote(page))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Touches every page once that the pattern comes to; returns when the last is there.</summary>
    private long AllPages(in AffinePattern pattern, bool write, long time)
    {
        var ready = time;
        foreach (var page in Unified!.PagesOf(pattern))
        {
            ready = Math.Max(ready, Unified.Touch(time, page, write).Ready);
        }

        return ready;
    }

    /// <summary>Cuts a request at the bounds of pages; each piece goes to where its page is.</summary>
    private void ByPage(in AffinePattern pattern, bool write, int wait, long time)
    {
        var last = -1L;
        var touch = default(PageTouch);
        for (var segment = 0L; segment < pattern.Segments; segment++)
        {
            var at = pattern.Address(segment);
            for (var stop = at + pattern.Bytes; at < stop;)
            {
                var page = Unified!.PageOf(at);
                if (page != last)
                {
                    touch = Unified.Touch(time, page, write);
                    last = page;
                }

                var bytes = Math.Min(stop, (page + 1) * Unified.PageBytes) - at;
                _waits.Items[wait].Parts++;
                if (touch.Remote)
                {
                    var done = Unified.AccessRemotely(time, bytes, write);
                    Spend(wait, Cause.RemoteAccess, done - time);
                    _waits.Items[wait].Done = Math.Max(_waits.Items[wait].Done, done);
                    PartEnded(wait);
                }
                else
                {
                    Spend(wait, Cause.PageMigration, touch.Ready - time);
                    Later(touch.Ready, new AffinePattern(at, bytes), write, wait);
                }

                at += bytes;
            }
        }

        PartEnded(wait);
    }

    private void Spend(int wait, Cause cause, long time) => _waits.Items[wait].Spent[(int)cause] += time;

    /// <summary>Lets a part of an access begin at a time; it is one of the parts that the access waits for.</summary>
    private void Later(long time, in AffinePattern pattern, bool write, int wait)
    {
        if (time <= Now)
        {
            Begin(pattern, write, wait);
            return;
        }

        var part = _parts.Take();
        _parts.Items[part] = new Part { Pattern = pattern, Write = write, Wait = wait };
        Simulation.Schedule(time, Phase.Execute, this, BeginTag, part);
    }

    private void BeginPart(int number)
    {
        var part = _parts.Items[number];
        _parts.Return(number);
        Begin(part.Pattern, part.Write, part.Wait);
    }

    private struct Part
    {
        public AffinePattern Pattern;
        public int Wait;
        public bool Write;
        public long Asked;
    }
}
