"""The net over the blocks of a page, in floating point: what the integers of
src/label/net.c approximate. Cost a block is counted in multiplications."""
import numpy
import torch
from torch import nn
from torch.nn import functional

CHANNELS = 28
PAGE = 24        # values that say which kind of page it is
POOLED = 8       # channels that are averaged over elements
WIDTH = 5
DILATIONS = (1, 2, 4)
DILATIONS_AFTER = (1, 2)
GAP = 8          # rows of zeros between pages, as far as a layer reaches
SCALE = 64.      # a feature of 64 is 1.0
OUTPUTS = 8      # keep, then the kinds


class Conv(nn.Module):
    """Each channel over its neighbours, then the channels of each block."""

    def __init__(self, dilation, dropout):
        super().__init__()
        self.dilation = dilation
        self.deep = nn.Parameter(torch.randn(WIDTH, CHANNELS) * .3)
        self.point = nn.Linear(CHANNELS, CHANNELS)
        self.dropout = nn.Dropout(dropout)

    def forward(self, h, mask):
        reach = self.dilation * (WIDTH // 2)
        n = h.shape[0]
        padded = functional.pad(h, (0, 0, reach, reach))
        s = sum(padded[k * self.dilation:k * self.dilation + n] * self.deep[k]
                for k in range(WIDTH))
        return (h + self.dropout(functional.relu(self.point(s)))) * mask


class Net(nn.Module):
    def __init__(self, n_features, n_summary, dropout=.1):
        super().__init__()
        self.first = nn.Linear(n_features, CHANNELS)
        self.page = nn.Linear(n_summary + CHANNELS, PAGE)
        self.page_to = nn.Linear(PAGE, CHANNELS)
        self.before = nn.ModuleList([Conv(d, dropout) for d in DILATIONS])
        self.to_pool = nn.Linear(CHANNELS, POOLED)
        self.from_pool = nn.Linear(POOLED * 7, CHANNELS)
        self.after = nn.ModuleList([Conv(d, dropout) for d in DILATIONS_AFTER])
        self.hidden = nn.Linear(CHANNELS, 16)
        self.out = nn.Linear(16, OUTPUTS)
        self.drop = nn.Dropout(dropout)

    def forward(self, batch):
        mask, page_of = batch['mask'], batch['page_of']
        h = functional.relu(self.first(batch['x'])) * mask
        n_pages = batch['summary'].shape[0]
        mean = torch.zeros(n_pages, CHANNELS).index_add_(0, page_of, h) / batch['n_blocks']
        page = functional.relu(self.page(torch.cat([batch['summary'], mean], 1)))
        h = functional.relu(h + self.page_to(self.drop(page))[page_of]) * mask
        h = self.drop(h)
        for conv in self.before:
            h = conv(h, mask)
        q = functional.relu(self.to_pool(h)) * mask
        pools = [self.pool_ranges(q, batch['first'][:, k], batch['end'][:, k])
                 for k in range(6)]
        pools.append(self.pool_groups(q, batch['shape'], batch['n_shapes']))
        h = (h + functional.relu(self.from_pool(torch.cat(pools, 1)))) * mask
        for conv in self.after:
            h = conv(h, mask)
        return self.out(functional.relu(self.hidden(self.drop(h))))

    @staticmethod
    def pool_ranges(q, first, end):
        sums = functional.pad(q.double().cumsum(0), (0, 0, 1, 0))
        return ((sums[end] - sums[first]).float() /
                (end - first).clamp(min=1).unsqueeze(1))

    @staticmethod
    def pool_groups(q, group, n):
        sums = torch.zeros(n, q.shape[1]).index_add_(0, group, q)
        counts = torch.zeros(n, 1).index_add_(0, group, torch.ones(q.shape[0], 1))
        return (sums / counts)[group]


def multiplications(n_features):
    convs = len(DILATIONS) + len(DILATIONS_AFTER)
    return (n_features * CHANNELS + convs * CHANNELS * (WIDTH + CHANNELS) +
            CHANNELS * POOLED + POOLED * 7 * CHANNELS + CHANNELS * 16 + 16 * OUTPUTS)


def make_batch(prepared, most):
    """Pages one after the other with gaps between; long ones cut to `most`
    blocks."""
    xs, masks, page_of, firsts, ends, shapes = [], [], [], [], [], []
    targets, at, n_shapes = [], 0, 0
    gap = numpy.zeros((GAP, prepared[0].page.x.shape[1]), numpy.uint8)
    for number, p in enumerate(prepared):
        page = p.page
        n = min(len(page.x), most)
        xs += [page.x[:n], gap]
        masks += [numpy.ones(n), numpy.zeros(GAP)]
        page_of += [numpy.full(n + GAP, number)]
        ranges = numpy.minimum(page.ranges[:n], n) + at
        pad = numpy.full((GAP, 6), at)
        firsts += [ranges[:, :, 0], pad]
        ends += [ranges[:, :, 1], pad + 1]
        shapes += [page.shape[:n] + n_shapes, numpy.full(GAP, n_shapes + len(page.x))]
        n_shapes += len(page.x) + 1
        targets.append((p, at, n))
        at += n + GAP
    whole = numpy.concatenate
    return {
        'x': torch.from_numpy(whole(xs)).float() / SCALE,
        'mask': torch.from_numpy(whole(masks)).float().unsqueeze(1),
        'page_of': torch.from_numpy(whole(page_of)).long(),
        'first': torch.from_numpy(whole(firsts)).long(),
        'end': torch.from_numpy(whole(ends)).long(),
        'shape': torch.from_numpy(whole(shapes)).long(),
        'n_shapes': n_shapes,
        'summary': torch.from_numpy(
            numpy.stack([p.page.summary for p in prepared])).float() / SCALE,
        'n_blocks': torch.tensor([[float(min(len(p.page.x), most))] for p in prepared]),
        'pages': targets,
    }
